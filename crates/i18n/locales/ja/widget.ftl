# ページの文言。

optional = (任意)
choose = 選択…
copy = コピー
copy_what = コピー: { $what }
copied = コピーしました: { $what }
try_again_in_a_minute = 1 分後にもう一度お試しください。

## すべての画面に共通

sandbox = サンドボックス。
sandbox_words = このページは模擬の AWS で動作しています。その管理は{ $console }で行います。
sandbox_console = サンドボックスコンソール

## フォーム

connect_title = S3 バケットを接続する
change_title = 接続を変更する
connect_words = バケットと、当方がアクセスする方法を選んでください。保存する前に接続をテストします。
set_up_title = バケットへのアクセスを設定する
set_up_asked = バケットへのアクセスの設定を依頼されています。
set_up_asked_by = { $name } さんから、バケットへのアクセスの設定を依頼されています。
set_up_asked_for = { $vendor } にバケットへのアクセスを許可するよう依頼されています。
set_up_asked_by_for = { $name } さんから、{ $vendor } にバケットへのアクセスを許可するよう依頼されています。
set_up_words = 下の手順を AWS で行い、足りないところを入力して、テストしてください。保存する前に接続をテストします。このリンクは { $until } まで有効です。
which_bucket = バケットの指定
more_about_bucket = バケットの名前。s3:// アドレス、ARN、コンソールのアドレス、アクセスポイントの ARN を貼り付けることもできます。
details = その他の項目
the_test = テスト
test_reads = 正しく動作することを確かめるため、フォルダを一覧表示し、ファイル 1 つから 1 バイトを読み取ります。
test_writes = 正しく動作することを確かめるため、小さなファイル { $file } を書き込み、その削除を試みます。
test_both = 正しく動作することを確かめるため、フォルダを一覧表示し、ファイル 1 つから 1 バイトを読み取ります。また、小さなファイル { $file } を書き込み、その削除を試みます。
test_and_save = テストして保存
test_and_replace = テストして置き換え
keep_present = 今の接続を残す
things_to_change =
    { $count ->
       *[other] { $count } 件の修正が必要です
    }
insert_variable = 変数を挿入
insert = 挿入
insert_what = 挿入: { $what }
for_example = 例: { $place }
will_read = 当方は { $place } からファイルを読み取ります
will_write = 当方は { $place } にファイルを書き込みます
will_both = 当方は { $place } のファイルを読み取り、またそこへ書き込みます
vendor_will_read = { $vendor } は { $place } からファイルを読み取ります
vendor_will_write = { $vendor } は { $place } にファイルを書き込みます
vendor_will_both = { $vendor } は { $place } のファイルを読み取り、またそこへ書き込みます

## 入力欄の説明

about_bucket = バケットの名前。s3:// アドレス、ARN、コンソールのアドレス、アクセスポイントの ARN を貼り付けることもできます。
about_path_prefix = バケット内のフォルダ。バケット全体の場合は空にしてください。
about_access_key_id = AKIA で始まります。
about_secret = AWS が表示するのは、キーの作成時の一度だけです。
about_external_id = お客様専用の ID です。第三者が当方を通じてデータにアクセスできないよう、ロールでこの ID を必須にする必要があります。秘密の情報ではありません。
about_role_arn = IAM のロールのページに表示されています。
about_region = 空にすると自動的に判定します。
about_kms_key = バケットが独自のキーで暗号化されている場合だけ入力します。
about_bucket_owner = バケットを所有する AWS アカウントの 12 桁の番号。
about_endpoint = AWS 以外のストアの場合だけ入力します。https:// で始まります。
store_hint_r2 = **Cloudflare R2:** このバケットに対する権限 **Object Read & Write**（読み取りだけの場合は **Object Read only**）を持つ R2 API トークンを作成し、その Access Key ID と Secret Access Key を入力してください。
store_hint_b2 = **Backblaze B2:** このバケット用のアプリケーションキーを作成してください。**keyID** がアクセスキー ID、**applicationKey** がシークレットです。マスターキーは使えません。
store_hint_wasabi = **Wasabi:** このバケットだけを許可するポリシーを持つサブユーザーのアクセスキーを作成してください。ルートユーザーのキーでは、すべての操作ができてしまいます。
store_hint_gcs = **Google Cloud Storage:** このバケットに対するロール **Storage Object User** を持つサービスアカウントの HMAC キーを、**設定** › **相互運用性** で作成してください。
store_hint_hetzner = **Hetzner Object Storage:** Hetzner Console で S3 認証情報を作成してください。バケットポリシーで制限しないかぎり、プロジェクトのすべてのバケットにアクセスできます。
store_hint_spaces = **DigitalOcean Spaces:** このバケットへの **Limited Access** を持つアクセスキーを作成してください。読み取りだけの場合は、権限 **Read** で十分です。

## アクセス

access = アクセス
how_to_give_access = どの方法でアクセスを許可しますか？
recommended = 推奨
access_keys = アクセスキー
access_keys_words = IAM ユーザーのキー。当方で暗号化して保管します。
access_role = ロール
access_role_words = シークレットを受け渡す必要がありません。

## ほかの人に渡すリンク

somebody_else = AWS アカウントの管理者は別の方ですか？このフォームへのリンクを送ることができます。相手には入力した内容が見えますが、シークレットは見えません。
your_name = お名前
not_the_admin = AWS の管理者に依頼する
forward_message_title = メッセージ
forward_message = S3 バケット { $bucket } へのアクセスの設定をお願いします。必要な情報はすべて次のページにあります:
forward_message_for = { $vendor } に S3 バケット { $bucket } へのアクセスの許可をお願いします。必要な情報はすべて次のページにあります:
forward_message_until = このリンクは { $until } まで有効です。
send_this_link = このメッセージを AWS の管理者に送ってください。
link_for_admin = AWS の管理者のためのリンク
link = リンク
link_words = このリンクを持つ人は { $until } までこの接続を設定できます。その人には、ここで入力した内容が見えますが、シークレットは見えません。既存の接続を変更または削除することはできません。設定が終わると、このページに表示されます。分からないときは再読み込みしてください。
handed_done = バケットは接続されています
handed_done_words = ここで行うことはもうありません。このページを閉じてかまいません。リンクの送信者は自分のページで接続を確認し、変更できます。

## 確認

checks = 確認項目
asking = 接続を確認しています…
waiting = AWS がまだリクエストを拒否しています。IAM の変更が反映されるまで数秒かかることがあるため、再試行しています。
waiting_for_aws = AWS を待っています
refused_so_far = AWS がまだ拒否しています。IAM の変更が反映されるまで数秒かかることがあるため、約 { $seconds } 秒間、再試行を続けます。
passed = 合格
failed = 不合格
undetermined = 不明
warning = 注意
skipped = 未確認
statement = ステートメント
statement_for = ステートメント: { $about }
aws_answered = 技術的な詳細
aws_call = 呼び出し
aws_status = HTTP ステータス
aws_code = コード
aws_request_id = リクエスト ID
aws_extended_request_id = 拡張リクエスト ID
everything_works = すべて正常です。
checks_failed =
    { $total ->
       *[other] { $total } 件中 { $failed } 件の確認が不合格です。
    }
nothing_saved = 何も保存していません。
change_and_check = 指摘された箇所を修正し、もう一度確認してください。合格しなかったものだけを再確認します。
correct_field = フォームで修正する
whole_policy = 必要な権限をすべて含むポリシー
replace_policy = ポリシーの内容をすべてこれに置き換えてください。または、下のステートメントだけを追加してください。
whole_trust_policy = 信頼ポリシーの全体
replace_trust_policy = ロールの信頼ポリシーの内容をすべてこれに置き換えてください。
could_not_finish = テストを完了できず、何も保存していません。
not_your_fault = 入力内容に誤りがあるということではありません。1 分後にもう一度お試しください。
check_again = もう一度確認
try_again = もう一度試す
retype = テストに合格するまでシークレットは保存しません。先に{ $link }。
retype_link = シークレットアクセスキーをもう一度入力してください
saved_but_failed = 接続は保存されたままですが、機能していません。下で指摘された箇所を修正し、もう一度確認してください。
saved_but_unfinished = 確認を完了できませんでした。接続に問題があるということではありません。1 分後にもう一度確認してください。

## 接続済み

connected_now = 接続しました。すべて正常です。
connected_still = 接続されています。すべて正常です。
connected = 接続済み
connected_not_passed = 接続済みですが、最後の確認は合格しませんでした
connected_broken = 接続が機能していません: { $problem }
reads_from = 当方は { $place } からファイルを読み取ります
writes_to = 当方は { $place } にファイルを書き込みます
reads_and_writes = 当方は { $place } のファイルを読み取り、またそこへ書き込みます
vendor_reads_from = { $vendor } は { $place } からファイルを読み取ります
vendor_writes_to = { $vendor } は { $place } にファイルを書き込みます
vendor_reads_and_writes = { $vendor } は { $place } のファイルを読み取り、またそこへ書き込みます
fact_bucket = バケット
fact_path_prefix = パスプレフィックス
whole_bucket = バケット全体
fact_account = AWS アカウント
fact_region = リージョン
fact_key = アクセスキー
fact_role = ロール
secret_ends = シークレットの末尾: { $four }
connected_since = 接続日時
last_checked = 最終確認
left_behind = 当方には削除する権限がないため、テストで小さなファイルが 1 つ残りました: { $file }。削除してかまいません。次のテストで再び書き込まれます。
done = 完了
done_back = 完了して { $vendor } に戻る
can_close = これで完了です。このページを閉じてかまいません。
change = 変更
disconnect = 接続を解除…
what_was_checked = 確認した内容
worth_knowing = お知らせ
disconnect_question = このバケットの接続を解除しますか？
disconnect_words = 当方は { $bucket } にアクセスしなくなり、保存した接続の情報を削除します。バケットと、バケットを所有するアカウントは何も変わりません。
disconnect_yes = はい、解除します
disconnect_no = 接続を残す
disconnected = 接続を解除しました
disconnected_words = 当方はこの接続ではアクセスできなくなりました。保存していた情報は削除されています。キーまたはロールを削除してかまいません。
leave_question = 保存せずに閉じますか？
leave_words = 入力した内容はまだ保存されておらず、失われます。
leave_yes = 閉じる
leave_no = 入力を続ける
connect_again = もう一度接続

## AWS で行うこと

make_key = AWS でキーを作成する方法
make_role = AWS でロールを作成する方法
setup_tabs = どの方法で設定しますか？
setup_console = コンソール
setup_fill_in = 上で入力した内容を下のテキストに反映します。
setup_fill_in_button = バケットを反映
setup_no_bucket = 先にバケットを入力してください。それまでは、下のテキストに **{ $placeholder }** と表示されます。
setup_sessions = ポリシーには **S3ConnectTemporaryCredentials** というステートメントも含まれています。これにより、このサービスのプログラムが一時的な認証情報を使用できるようになります。その権限はこのポリシーの範囲を超えず、1 時間以内に期限が切れます。
setup_alias = これはアクセスポイントのエイリアスですが、ポリシーで使えるのは ARN だけです。バケットとして ARN を入力するか、下のテキストの **{ $placeholder }** を ARN に置き換えてください。
setup_access_point = S3 はバケット自身のポリシーも確認します。アクセスコントロールをまだアクセスポイントに委任していない場合は、バケットの名前を入れて、次のステートメントをバケットのポリシーに追加してください。
bucket_policy = バケットポリシー
download = ダウンロード
download_what = ダウンロード: { $what }
page_create_policy = IAM › ポリシー › ポリシーの作成
page_create_role = IAM › ロール › ロールを作成
page_create_user = IAM › ユーザー › ユーザーの作成
page_create_stack = CloudFormation › スタックの作成
page_role = IAM のロールのページ
page_user_keys = IAM のユーザーのセキュリティ認証情報
page_users = IAM › ユーザー
quick_create = AWS コンソールで開く
quick_create_next = すべて入力済みです。**AWS CloudFormation によって IAM リソースが作成される場合があることを承認します** にチェックを入れ、**スタックの作成** を選んでください。
cloudformation_upload = 代わりにテンプレートを自分でアップロードする
make_policy = { $page } を開いてください。**JSON** を選び、エディタの内容をこのポリシーに置き換え、**次へ** を選んでください。ポリシー名は **{ $name }**、または任意の名前にし、**ポリシーの作成** を選んでください。
make_user = { $page } を開いてください。ユーザー名は **{ $name }**、または任意の名前にし、コンソールへのアクセスは無効のまま **次へ** を選んでください。**ポリシーを直接アタッチする** を選び、作成したポリシーにチェックを入れ、**次へ**、**ユーザーの作成** の順に選んでください。
make_users_key = { $page } を開き、**アクセスキーを作成** を選んでください。**サードパーティーのサービス** を選び、確認にチェックを入れ、**次へ**、**アクセスキーを作成** の順に選んでください。
make_key_of_user = { $page } でそのユーザーを開き、**セキュリティ認証情報 › アクセスキーを作成** を選んでください。**サードパーティーのサービス** を選び、確認にチェックを入れ、**次へ**、**アクセスキーを作成** の順に選んでください。
paste_key = アクセスキー ID とシークレットアクセスキーの両方を下に貼り付けてください。AWS がシークレットを表示するのは一度だけです。
make_trust = { $page } を開いてください。**カスタム信頼ポリシー** を選び、エディタの内容をこのポリシーに置き換え、**次へ** を選んでください。このポリシーは、お客様の外部 ID がある場合にだけ、当方のアクセスを許可します。
make_trust_unknown = このポリシーには当方の AWS アイデンティティを記載する必要がありますが、現在は不明です。後でもう一度お試しください。
make_role_last = 手順 1 のポリシーを検索してチェックを入れ、**次へ** を選んでください。ロール名は **{ $name }**、または任意の名前にし、**ロールを作成** を選んでください。
paste_arn = { $page } を開き、**ARN** をコピーして、下に貼り付けてください。
cloudformation_download = テンプレートをダウンロードしてください。
cloudformation_open = { $page } を開いてください。**テンプレートファイルのアップロード** を選び、ダウンロードしたファイルを選んで、**次へ** を選んでください。
cloudformation_name = このスタック名、または別の名前を入力し、**次へ** を選んでください。
cloudformation_submit = **AWS CloudFormation によって IAM リソースが作成される場合があることを承認します** にチェックを入れ、**次へ**、**送信** の順に選んでください。
cloudformation_for_role = ステータスが **CREATE_COMPLETE** になるまで待ってください。**出力** タブを開き、**RoleArn** の値をコピーして、下に貼り付けてください。
cloudformation_for_keys = ステータスが **CREATE_COMPLETE** になるまで待ってください。**出力** タブを開くと、**UserName** の値が新しいユーザーの名前です。
terraform_save = このファイルをほかの Terraform ファイルと同じ場所に保存してください。
terraform_run = **terraform apply** を実行し、**yes** と答えてください。
terraform_for_role = **s3_connect_role_arn** の後に表示される ARN をコピーし、下に貼り付けてください。
aws_cli_open = バケットのアカウントで { $page } を開くか、AWS CLI でそのアカウントにサインインしている別のターミナルを開いてください。
aws_cli_run = このスクリプトをコピーしてそこに貼り付け、Enter キーを押してください。CloudShell が複数行の貼り付けについて警告したら、**貼り付け** を選んでください。スクリプトをもう一度実行すると、作成したものが更新されます。
aws_cli_for_role = 表示された ARN をコピーし、下に貼り付けてください。
aws_cli_for_keys = 最後に表示されるコマンドを実行してください。キーが作成されます。**AccessKeyId** と **SecretAccessKey** を下に貼り付けてください。
iam_policy = IAM ポリシー
trust_policy = 信頼ポリシー
cloudformation_template = CloudFormation テンプレート
aws_cli_script = AWS CLI スクリプト

## スクリプトの文言

island_checking = 確認しています。
island_offline = 当方のサーバーに接続できないか、接続が切れました。何も変わっていません。入力内容は残っています。もう一度お試しください。
island_not_copied = ブラウザがコピーを許可しませんでした。テキストを選択したので、キーボードでコピーしてください。
island_wrong_value = この値は正しくありません。テストすると理由が表示されます。

## 1 つのことだけを伝えるページ

reference = 参照番号: { $id }
go_back = 戻る
go_back_to = { $vendor } に戻る
nothing_lost = 保存した内容は失われていません。
no_link_title = リンクをもう一度開いてください
no_link_words = このページには、お渡しした完全なリンクが必要です。
no_link_action = リンクがあった場所に戻り、もう一度開いてください。何も失われていません。
not_found_title = ページが見つかりません
not_found_words = このアドレスには何もありません。
not_found_action = アドレスを確認してください。リンクを受け取った場合は、リンクがあった場所に戻り、もう一度開いてください。
unknown_link_title = このリンクは使えません
unknown_link_words = この接続リンクは登録されていません。
unknown_link_action = リンクが途中で切れている可能性があります。リンクがあった場所に戻り、もう一度開いてください。
expired_link_title = このリンクは期限切れです
expired_link_action = リンクの有効期間は短く設定されています。リンクがあった場所に戻り、新しいリンクを開いてください。
expired_forwarded_link_action = アクセス設定用のリンクは 7 日間有効で、バケットの接続が解除されると終了します。リンクの送信者に新しいリンクを依頼してください。
not_for_forwarded_links_title = このリンクではできません
not_for_forwarded_links_words = このリンクはアクセスの設定専用です。
not_for_forwarded_links_action = リンクの送信者は、自分のページで接続を変更または削除できます。
already_connected_title = バケットは接続されています
already_connected_words = その間にバケットが接続されました。
already_connected_action = リンクをもう一度開くと、接続を確認できます。
unknown_action_title = このページは更新されました
unknown_action_words = 更新中にこのページが開いていたため、どの操作かを判別できませんでした。何も変更されていません。入力した内容は、シークレットを除いて残っています。
unknown_action_action = シークレットをもう一度入力してから、操作を選んでください。
too_many_checks_title = 同時に実行できる確認の数を超えました
too_many_checks_words = ほかの確認がまだ実行中のため、この確認は開始していません。
too_many_checks_action = 少し待ってからもう一度お試しください。
rate_limited_title = 短時間に確認を繰り返しすぎています
rate_limited_words = 確認のたびに実際のリクエストを送信するため、1 分間に開始できる回数を制限しています。何も変更されていません。
rate_limited_action = 1 分ほど待ってから、もう一度お試しください。
too_many_links_title = 今は新しいリンクを作成できません
too_many_links_words = 過去 1 時間にここで 10 件のリンクが作成されました。
too_many_links_action = そのいずれかを送るか、後でもう一度お試しください。
unknown_flow_title = この接続はまだ設定されていません
unknown_flow_words = リンク先が存在しません。
unknown_flow_action = このリンクを案内した人に伝えてください。お客様の側でできることはありません。
no_connection_title = 接続はもうありません
no_connection_words = その間に削除されました。
no_connection_action = 新しく接続するには、リンクをもう一度開いてください。
too_large_title = テキストが長すぎます
too_large_words = 送信された内容が大きすぎます。
too_large_action = 前のページに戻り、入力内容を短くして、もう一度お試しください。
did_not_work_title = うまくいきませんでした
did_not_work_words = 当方で問題が発生しました。何も変更されていません。
busy_words = サーバーが混み合っています。少し待ってからもう一度お試しください。
cut_off_words = 送信された内容が完全に届きませんでした。
did_not_work_action = 1 分後にもう一度お試しください。続く場合は、下の参照番号をお知らせください。
