# 1 つの入力欄の誤り。どれも 1 行で、{ $names } のほかには何も含みません。

## アクセスキー

access_key_id_required = アクセスキー ID を入力してください。
access_key_id_wanted = アクセスキー ID を入力してください。通常 20 文字で、AKIA で始まります。
access_key_id_temporary = これは一時的なキー (ASIA で始まる) で、自動的に失効します。IAM ユーザーのキーを入力してください。AKIA で始まります。
access_key_id_whole_line = アクセスキー ID 以外のものが含まれています。ここには { $id } だけを入力してください。シークレットアクセスキーには別の欄があります。
access_key_id_line_of_secret = これはシークレットアクセスキーの行です。「=」の後の部分をシークレットアクセスキーの欄に、アクセスキー ID をここに入力してください。
access_key_id_bad = アクセスキー ID は 16～128 文字の英数字で、通常 AKIA で始まります。
secret_required = シークレットアクセスキーを入力してください。
secret_wanted = シークレットアクセスキーを入力してください。通常 40 文字です。
secret_whole_line = これは 1 行全体です。「=」の後の部分だけを入力してください。
secret_line_with_id = この行にはアクセスキー ID も含まれています。ここにはシークレットアクセスキーだけを入力してください。コンソールのファイルの行であれば、カンマの後の部分です。
secret_look_alike = { $kind }が含まれています。シークレットアクセスキーには使われない文字です。AWS で表示された場所からもう一度コピーしてください。
secret_bad = シークレットアクセスキーは 40 文字の英数字、+ または / です。空白を入れずに全体をもう一度コピーしてください。
secret_misplaced = シークレットアクセスキーのようです。この欄の内容は秘密として扱われません。シークレットアクセスキーは専用の欄にだけ入力してください。

## 実際には何であるか、何が必要か

looks_like = これは{ $what }のようです。{ $wanted }
what_secret = シークレットアクセスキー
what_key_id = アクセスキー ID
what_account = AWS アカウント ID
what_external_id = 外部 ID
what_email = メールアドレス
what_region = リージョンコード
arn_of = これは{ $kind }の ARN です。{ $wanted }
kind_role = ロール
kind_user = ユーザー
kind_policy = ポリシー
kind_group = グループ
kind_instance_profile = インスタンスプロファイル
kind_account = アカウント
kind_session = ロールのセッション
kind_federated_user = フェデレーティッドユーザー
kind_kms_key = KMS キー
kind_access_point = アクセスポイント
kind_bucket = バケット
kind_other = ほかのもの

## ほかの文字に見える文字

look_alike = 「{ $character }」({ $code }) は{ $kind }で、「{ $like }」に似ているだけです。{ $way_out }
look_alike_unseen = { $kind }が含まれています ({ $code })。{ $way_out }
look_alike_by_hand = 値を手で入力するか、もう一度コピーしてください。
look_alike_meant = おそらく「{ $meant }」のことです。
character_invisible = 目に見えない文字
character_blank = 特殊な空白
character_greek = ギリシャ文字
character_cyrillic = キリル文字
character_full_width = 全角文字
character_dash = 特殊なダッシュ
character_quote = 特殊な引用符
character_special = 特殊文字

## ARN とパーティション

account_bad = AWS アカウント ID は 12 桁の数字です。
arn_whole = ARN 全体を入力してください。{ $example } のような形です。
arn_too_long = ARN は最大 2,048 文字です。
partition_unknown = 「arn:」の後の部分は aws、aws-cn、aws-us-gov のいずれかでなければなりません。
partition_out_of_reach = これは { $name } ({ $code }) にあります。AWS のパーティション同士は互いに接続できません。当方は aws、aws-cn、aws-us-gov にのみ対応しています。
partition_sovereign = AWS European Sovereign Cloud

## バケット

bucket_required = バケットの名前を入力してください。
bucket_or_really = バケットの名前を入力してください。本当にこの名前のバケットであれば、s3://{ $name } と入力してください
bucket_character = バケット名に使えるのは小文字、数字、ドット、ハイフンだけです。{ $found }が含まれています。
bucket_character_meant = バケット名に使えるのは小文字、数字、ドット、ハイフンだけです。{ $found }が含まれています。おそらく「{ $meant }」のことです。
found_blank = 空白
found_underscore = アンダースコア
found_capital = 大文字「{ $letter }」
found_control = 目に見えない制御文字
found_character = 「{ $character }」
found_code = 「{ $character }」({ $code })
bucket_length = バケット名は 3～63 文字です。これは { $length } 文字です。
bucket_edge = バケット名の最初と最後は英字または数字です。
bucket_two_dots = バケット名ではドットを 2 つ続けることはできません。
bucket_ip_address = バケット名に IP アドレスは使えません。
bucket_reserved_start = 「{ $start }」で始まる名前は AWS が予約しているため、お客様のバケットの名前ではありません。
bucket_object_lambda = これは Object Lambda アクセスポイントです。読み取り時にファイルの内容が変わるため、内容を検証できません。バケットまたは通常のアクセスポイントを入力してください。
bucket_outposts = このバケットは AWS Outposts にあり、そのネットワークの内側からしかアクセスできません。AWS リージョンにあるバケットを入力してください。
bucket_multi_region = これはマルチリージョンアクセスポイントです。リクエストは複数のバケットのうち最も近いものに送られるため、テストしてもほかのバケットについては何もわかりません。いずれか 1 つのバケットを入力してください。
bucket_directory = これはディレクトリバケット（S3 Express One Zone）です。アクセスを 1 つのフォルダに限定できません。汎用バケットを入力してください。
bucket_table = これはテーブルバケット（S3 Tables）です。ファイルではなくテーブルが保存されています。汎用バケットを入力してください。
bucket_arn_cut = この ARN は途中で切れています。バケットの名前を入力してください。
bucket_not_in_address = このコンソールのアドレスにはバケットが含まれていません。バケットを開いてアドレスをもう一度コピーするか、名前を入力してください。
bucket_not_s3 = これは S3 のアドレスではありません。my-company-data のように、バケットの名前を入力してください。

## パスプレフィックス

path_leading_slash = 先頭のスラッシュを取ってください: 「{ $without }」。
path_control = { $position } 文字目に目に見えない制御文字があります。
path_stray_brace = { $position } 文字目の { $brace } に対応するものがありません。パスに波かっこを使うには { $twice } と書いてください。
path_unclosed = { $position } 文字目の { $brace } が閉じられていません。
path_unclosed_meant = { $position } 文字目の { $brace } が閉じられていません。{ $meant } のことかもしれません。
path_unknown = { $position } 文字目の { $variable } は変数ではありません。変数は { $variables } です。
path_unknown_meant = { $position } 文字目の { $variable } は変数ではありません。{ $meant } のことかもしれません。
path_too_long = パスは { $length } バイトあります。S3 の上限は { $most } バイトです。
path_two_slashes = スラッシュが 2 つ続いています。S3 では名前のないフォルダになります。
path_dots = 「{ $segment }」はパスのフォルダ名として使えません。
path_slash_first = パスがスラッシュで始まることになります。

## ロール

role_required = ロールの ARN を入力してください。
role_wanted = ロールの ARN 全体を入力してください。{ $example } のような形です。
role_bad_account = ARN のアカウントは { $example } のように 12 桁でなければなりません。
role_bad_name = ロールの名前は 1～64 文字の英数字または _ + = , . @ - です。
role_bad_path = ロールの名前の前のパスが正しくありません。
role_identity_center = このロールは IAM Identity Center のものです。信頼ポリシーを変更できないため、当方にアクセスを許可できません。IAM で別のロールを作成し、その ARN を入力してください。
role_service_linked = これはサービスにリンクされたロールで、AWS のサービスだけが使えます。IAM で別のロールを作成し、その ARN を入力してください。
role_whole_line = ロールの ARN 以外のものが含まれています。{ $arn } だけを入力してください。
role_console_address = これは AWS コンソールのページのアドレスです。{ $wanted } ロールのページに表示されています。
role_place_of_external_id = これはロールの信頼ポリシーに入れるものです。{ $wanted }
role_name_only = これは名前だけのようです。{ $wanted } お客様のアカウント ID が含まれます。
role_session = これはロールのセッションの ARN です。ロールそのものはおそらく { $role } です。
role_instance_profile = これはインスタンスプロファイルの ARN です。そのロールの ARN を入力してください。多くの場合、同じ名前です: { $role }
role_bucket = これはバケットの ARN で、バケットの欄に入れるものです。ロールの ARN を入力してください。{ $example } のような形です。
role_of_other = これは{ $kind }の ARN です。ロールの ARN を入力してください。{ $example } のような形です。

## 一部のバケットだけの入力欄

region_bad = eu-west-1 のようなリージョンコードを入力してください。
region_meant = eu-west-1 のようなリージョンコードを入力してください。おそらく { $meant } のことです。
kms_alias = これはエイリアスの ARN です。KMS のキーのページに表示されている、キーそのものの ARN を入力してください。
kms_bad = キーの ARN を入力してください。{ $example } のような形です。
