# 何が起きたか、何を変えればよいか。対処は原因の名前の後に `_do` が付きます。

unknown_access_key = AWS はアクセスキー { $key } を認識していません。削除または無効化されたか、入力に誤りがあります。
unknown_access_key_do = IAM でユーザーのセキュリティ認証情報を開き、このキーが存在して有効であることを確認してください。または新しいキーを作成し、アクセスキー ID とシークレットアクセスキーの両方を貼り付けてください。
unknown_access_key_misread_do = IAM でユーザーのセキュリティ認証情報を開き、このキーが存在して有効であることを確認してください。または新しいキーを作成し、アクセスキー ID とシークレットアクセスキーの両方を貼り付けてください。キー ID に 0、1、8、9 は使われません。O、I、B などの英字でないか、もう一度確認してください。
wrong_secret = AWS はアクセスキー { $key } を認識していますが、シークレットが一致しません。
wrong_secret_do = シークレットアクセスキーを、空白を入れずに全体をもう一度貼り付けてください。紛失した場合は新しいキーを作成してください。AWS がシークレットを表示するのは一度だけです。
root_key = これはアカウントのルートユーザーのキーで、アカウントのすべてを操作できます。当方では受け付けません。
root_key_do = ここに表示されているポリシーだけを持つ IAM ユーザーを作成し、そのキーを使ってください。その後、ルートユーザーのキーを削除してください。
temporary_key = アクセスキー { $key } は一時的なもので、自動的に失効します。
temporary_key_do = IAM ユーザーのキーを使ってください。AKIA で始まります。
session_expired = お客様のロールによるセッションが、テストの前に終了しました。
role_not_assumable = AWS は { $role } の引き受けを許可しませんでした。理由は示されていません。ロールが存在しない、信頼ポリシーに当方が記載されていない、または別の外部 ID が求められている可能性があります。
role_not_assumable_do = { $role } がロールの ARN であることを確認し、これを信頼ポリシーの唯一のステートメントにしてください (IAM › ロール › 対象のロール › 信頼関係)。
invalid_role_arn = AWS は { $role } をロールの ARN として受け付けません。
invalid_role_arn_do = IAM のロールのページから ARN をもう一度コピーしてください。arn:aws:iam::111122223333:role/name のような形です。
external_id_not_enforced = { $role } は外部 ID がなくても引き受けられます。当方を通じて操作できる人なら誰でも使えてしまうため、何も保存していません。
external_id_not_enforced_like = { $role } は、お客様の外部 ID ではない「{ $id }」でも引き受けられます。信頼ポリシーが大文字と小文字を区別していないか、ワイルドカードを使っています。ID 全体を比較する必要があります。よく似た ID を持つ人なら誰でも使えてしまうため、何も保存していません。
external_id_not_enforced_do = これをロールの信頼ポリシーの唯一のステートメントにしてください (IAM › ロール › 対象のロール › 信頼関係)。変更したばかりの場合は 1 分ほどお待ちください。AWS に変更が反映されるまで少し時間がかかります。
region_disabled = 当方が使うリージョンでは、お客様のアカウントで AWS Security Token Service (STS) が有効になっていません。
region_disabled_do = アカウントの管理者に、IAM › アカウント設定 › Security Token Service で STS を有効にするよう依頼してください。
region_disabled_there_do = アカウントの管理者に、IAM › アカウント設定 › Security Token Service で { $region } の STS を有効にするよう依頼してください。
vendor_not_allowed = 当方の AWS アイデンティティにロールを引き受ける権限がありません。
vendor_not_allowed_by_network = 当方のサーバーが AWS に接続するネットワークが、この呼び出しを通しません。
vendor_credentials = 当方の AWS 認証情報が機能していないため、AWS に問い合わせることができませんでした。
bucket_not_found = 「{ $bucket }」という名前のバケットはありません。
bucket_not_found_do = S3 コンソールで綴りを確認してください。
wrong_region = バケット「{ $bucket }」は { $region } にはありません。AWS はどこにあるかを示しませんでした。
wrong_region_do = S3 コンソールでは、バケットの名前の横にリージョンが表示されます。コンソールのバケットのアドレスを貼り付けるなどして、バケットと一緒に入力してください。
wrong_owner = バケット「{ $bucket }」はアカウント { $owner } のものではありません。
wrong_owner_do = 所有者のアカウント ID とバケットの名前を確認してください。同じ名前のバケットをほかの人が持っている場合、使われるのはお客様のバケットではありません。

list_denied = { $who }には { $place } のファイルを一覧表示する権限がありません。
get_denied = { $who }には { $place } のファイルを読み取る権限がありません。
put_denied = { $who }には { $place } にファイルを書き込む権限がありません。
add_statement_do = このステートメントを{ $who }のポリシーに追加してください。
add_to_bucket_policy_do = バケットは別のアカウントのものです。バケット「{ $bucket }」のポリシーにこのステートメントを追加するよう、そのアカウントの管理者に依頼してください。
add_without_reason_do = このステートメントを{ $who }のポリシーに追加してください。すでに追加されていて、バケットが別のアカウントのものである場合は、"Principal": {"{"}"AWS": "{ $arn }"{"}"} を付けてバケットのポリシーにも追加するよう、そのアカウントの管理者に依頼してください。それ以外の場合は、バケットまたは組織のポリシーが妨げています。
add_without_reason_or_owner_do = このステートメントを{ $who }のポリシーに追加してください。すでに追加されていて、バケットが別のアカウントのものである場合は、"Principal": {"{"}"AWS": "{ $arn }"{"}"} を付けてバケットのポリシーにも追加するよう、そのアカウントの管理者に依頼してください。それ以外の場合は、バケットまたは組織のポリシーが妨げています。または、バケットが、指定されたアカウント { $owner } のものではありません。
kms_denied = { $place } のファイルは { $key }で暗号化されていますが、{ $who }にはそれを使う権限がありません{ $why }。
kms_denied_do = このステートメントを{ $who }のポリシーに追加してください。キー自体のポリシーでも許可されている必要があります。AWS のデフォルトのように判断を IAM に委ねている場合は許可されています。そうでない場合は、{ $who }をキーのユーザーに追加してください。
kms_denied_unnamed_do = キーのポリシーで、または KMS のキーユーザーとして、{ $who }にバケットの KMS キーの使用を許可してください。
kms_key_unusable = { $place } のファイルを暗号化している KMS キーは使えません{ $why }。
kms_key_unusable_do = KMS でキーを開いてください。バケットと同じリージョンにあり、有効で、削除待ちでないことが必要です。

explicit_deny = { $action } は{ $by }によって明示的に禁止されています。権限を追加しても解決しません。
explicit_deny_unnamed = これは{ $by }によって明示的に禁止されています。権限を追加しても解決しません。
explicit_deny_identity_do = IAM で{ $who }のポリシーから "Effect": "Deny" のステートメントを探し、取り除くか例外を設けてください。
explicit_deny_bucket_do = S3 › アクセス許可 › バケットポリシーで、"Effect": "Deny" のステートメントを探してください。多くの場合、特定のネットワーク (aws:SourceIp、aws:SourceVpc、aws:SourceVpce)、組織 (aws:PrincipalOrgID)、MFA、または暗号化を求めています。{ $who }を例外にしてください。
explicit_deny_kms_do = KMS › 対象のキー › キーポリシーで、"Effect": "Deny" のステートメントを探し、{ $who }を例外にしてください。
explicit_deny_trust_do = IAM › ロール › 対象のロール › 信頼関係で、"Effect": "Deny" のステートメントを取り除いてください。
explicit_deny_boundary_do = アカウントのアクセス許可の境界を管理している人が、拒否を取り除く必要があります。
explicit_deny_scp_do = 解除できるのは AWS 組織を管理している人だけです。このアカウントでは解除できません。
explicit_deny_rcp_do = 解除できるのは AWS 組織を管理している人だけです。通常は、組織のバケットに接続できるアカウントに当方のアカウントを追加します。
explicit_deny_do = "Effect": "Deny" のステートメントを探してください。バケットのポリシー、ユーザーまたはロールのポリシー、アクセス許可の境界、組織のポリシーにある可能性があります。
by_policy_of = { $who }のポリシー
by_bucket_policy = バケット「{ $bucket }」のポリシー
by_kms_policy = KMS キーのポリシー
by_trust_policy = ロールの信頼ポリシー
by_boundary = { $who }のアクセス許可の境界
by_scp = 組織のサービスコントロールポリシー (SCP)
by_rcp = 組織のリソースコントロールポリシー (RCP)
by_a_policy = いずれかのポリシー

limited_by_boundary = ほかのポリシーが許可していても、{ $who }のアクセス許可の境界が { $action } を認めていません。
limited_by_boundary_do = ユーザーまたはロール自体のポリシーに加えて、境界のポリシーにもこのステートメントを追加してください。
limited_by_scp = ほかのポリシーが許可していても、組織のサービスコントロールポリシー (SCP) が { $action } を認めていません。
limited_by_rcp = ほかのポリシーが許可していても、組織のリソースコントロールポリシー (RCP) が { $action } を認めていません。
limited_by_organization_do = 範囲を広げられるのは AWS 組織を管理している人だけです。このアカウントでは広げられません。
limited_by_policy = ほかのポリシーが許可していても、権限を制限するポリシーが { $action } を認めていません。
limited_by_policy_do = アカウントを管理している人に、そこでも許可するよう依頼してください。

encryption_required = { $place } は、アップロード時に暗号化 ({ $encryption }) が指定されたファイルだけを受け付けます。
encryption_required_do = 暗号化されていないアップロードを拒否するステートメントを、バケットのポリシーから取り除いてください。S3 は 2023 年 1 月以降、新しいファイルをすべて自動的に暗号化するため、失われるものはありません。
encryption_required_kms_do = このフォームに欄がある場合は、KMS キーの ARN を入力してください。または、そのキーをバケットのデフォルトの暗号化に設定し、ほかのアップロードを拒否するステートメントをバケットのポリシーから取り除いてください。S3 がすべてのファイルをそのキーで暗号化します。
requester_pays = 「{ $bucket }」はリクエスタ支払いバケットです。ファイルを要求する側が料金を支払い、そのことを明示する必要があります。
requester_pays_do = 当方はリクエストの料金を負担しません。このバケットのリクエスタ支払いを無効にするか (S3 › プロパティ › リクエスタ支払い)、別のバケットを接続してください。
account_suspended = AWS が「{ $bucket }」のアカウントを閉鎖または停止したか、アカウントがまだ S3 を使えません{ $why }。
account_suspended_do = アカウントの所有者として AWS コンソールにサインインしてください。コンソールの通知または AWS サポートが、何が足りないかを示します。
not_s3 = { $store } のサーバーは S3 サービスではありません。
not_s3_do = ストアの S3 インターフェイスのアドレスを入力してください。ウェブコンソールのアドレスとは異なることがよくあります。
answer_too_large = { $store } が S3 よりはるかに大きい { $kilobytes } KB を超える応答を返したため、読み取りを中止しました。
archived_object = 「{ $object }」は読み取りが許可されていますが、アーカイブされているため、先に復元する必要があります。
archived_object_do = 当方が読み取るファイルを復元するか、新しいファイルがアーカイブされないようライフサイクルルールを設定してください。アーカイブされたファイルは読み飛ばします。
clock_skew = 当方のサーバーの時計が AWS の時計とずれています。
bad_request = AWS が当方のリクエストに誤りがあると回答したため{ $why }、確認できませんでした。
throttled = { $store } から頻度を下げるよう求められたため、確認できませんでした。
timeout = { $store } が時間内に応答しなかったため、確認できませんでした。
dns_failure = { $store } のアドレスが見つからなかったため、確認できませんでした。
dns_failure_region_do = リージョン { $region } をここで入力した場合は、AWS にその名前のリージョンがあるか確認してください。そうでない場合は、1 分後にもう一度お試しください。
unreachable = { $store } に接続できなかったため、確認できませんでした。
connection_lost = { $store } との接続が切れたため、確認できませんでした。
tls_failure = { $store } との安全な接続を確立できなかったため、確認できませんでした。
tls_failure_do = 証明書がこのアドレスで有効であり、広く認められた認証局が発行したものである必要があります。
server_error = { $store } が内部のエラーを返したため、確認できませんでした。
bad_answer = 当方と AWS の間の何かが代わりに応答したか、応答を読み取れなかったため、確認できませんでした。
unknown_refusal = AWS の応答「{ $code }」は当方では不明です。
unknown_refusal_of_store = ストアの応答「{ $code }」は当方では不明です。
unknown_refusal_do = 下に表示されている AWS のコードとリクエスト ID を、AWS アカウントの担当者に伝えてください。
overlapping_prefix = 別の接続も { $place } を使っています。お客様のファイルとほかの人のファイルが混在する可能性があります。
overlapping_prefix_do = 専用のバケットまたはフォルダを使うか、パスプレフィックスに { $variable } を入れてください。
broad_access = { $who }はアカウントのすべてのバケットを見ることができるため、この接続に必要な範囲を大きく超える権限を持っている可能性があります。
broad_access_do = このままでも動作します。念のため、{ $who }には、このフォームの「アクセス」に表示されているポリシーだけを付けてください (接続の画面では「変更」を押します)。
keys_not_preferred = この接続はアクセスキーを使っています。ロールのほうが安全です。シークレットを受け渡す必要がなく、当方のアクセスをいつでも終了できます。
keys_not_preferred_do = このままでも動作します。お手すきのときに「変更」を選び、ロールで接続してください。
keys_not_offered = この接続はアクセスキーを使っています。現在は代わりにロールをお願いしています。シークレットを受け渡す必要がなく、当方のアクセスをいつでも終了できます。
keys_not_offered_do = 変更されるまで接続は維持されます。「変更」を選び、ロールで接続してください。
role_not_offered = この接続はロールを使っています。現在は代わりにアクセスキーをお願いしています。
role_not_offered_do = 変更されるまで接続は維持されます。「変更」を選び、アクセスキーで接続してください。
old_external_id = { $role } は以前の外部 ID を求めています。新しい外部 ID が作成されており、ロールに設定され次第、切り替わります。
old_external_id_do = これをロールの信頼ポリシーの唯一のステートメントにしてください。新しい外部 ID と、当面は以前のものも含まれています。その後、もう一度確認してください。
versioned_residue = 「{ $bucket }」はバージョンを保持するため、このテストが書き込んだ「{ $object }」のバージョンが残ります。
versioned_residue_do = 中身は 1 行のテキストで、削除してかまいません。

## 複数の原因に共通の対処

try_again_do = 分かる範囲では、入力内容に誤りはありません。1 分後にもう一度お試しください。
our_side_do = これはお客様ではなく当方の問題です。入力内容は保持されています。当方にご連絡のうえ、後でもう一度お試しください。
endpoint_do = エンドポイントの綴りと、インターネットから到達できることを確認してください。その後、もう一度お試しください。
principal_unknown_do = 当方の AWS アイデンティティが現在不明です。後でもう一度お試しください。

## 誰の権限か

who_role = ロール「{ $name }」
who_user = ユーザー「{ $name }」
who_key = キーのユーザー
who_arn = 「{ $arn }」

## 名前が分からないもの

some_key = (不明)
some_role = ロール
some_bucket = バケット
some_region = 当方が問い合わせたリージョン
some_owner = (指定されたもの)
some_action = この操作
some_encryption = サーバー側の暗号化
some_file = ファイル
some_test_file = テストファイル
some_code = コードなし
some_users_arn = キーのユーザーの ARN
some_kms_key = KMS キー
named_kms_key = KMS キー「{ $arn }」
