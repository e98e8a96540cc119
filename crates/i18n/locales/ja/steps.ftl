# 確認で尋ねること、合格した手順と尋ねなかった手順の説明。

step_credentials = AWS がこのアクセスキーを認識する
step_assume_role = ロールを引き受けられる
step_external_id_enforced = ロールがお客様の外部 ID を必須にしている
step_bucket = バケットが存在する
step_list = ファイルを一覧表示できる
step_get = ファイルを読み取れる
step_put = ファイルを書き込める
step_cleanup = テストが残すもの

not_aws = このキーはバケットで直接試します。
key_refused = アクセスキーが拒否されたため、確認していません。
role_refused = ロールを引き受けられなかったため、確認していません。
role_trusts_others = お客様の外部 ID がなくてもロールを引き受けられるため、確認していません。
no_bucket = バケットが見つからなかったため、確認していません。
bucket_refused = バケットがこのままでは使えないため、確認していません。
role_enforces = ロールはほかの外部 ID を拒否します。
nothing_written = 何も書き込んでいないため、片付けるものはありません。
no_list = 読み取れるファイルを一覧表示できなかったため、確認していません。
key_known = AWS はこのキーを認識しています。
account_known = AWS アカウント { $account }。
region_found = リージョン { $region }。
region_corrected = リージョン { $region } ({ $from } から修正)。
region_told = リージョン { $region } (AWS の回答による)。
listed = { $place } を一覧表示しました。
listed_nothing = { $place } を一覧表示しました。ファイルはまだありません。
nothing_to_read = { $place } にはまだファイルがないため、読み取りは試せませんでした。
object_read = 「{ $key }」を読み取りました。
object_is_empty = 読み取りは許可されています。「{ $key }」は空です。
object_is_gone = 読み取りは許可されています。「{ $key }」は一覧表示の後に削除されました。
object_written = 「{ $key }」を書き込みました。
object_would_be_written = 書き込みは許可されています。以前の確認で書き込んだ「{ $key }」がまだあります。
object_kept = 「{ $key }」はこの確認の前からあり、そのまま残します。
object_may_be_there = 「{ $key }」が書き込まれたかどうかは分かりません。残っている場合は削除してかまいません。
object_removed = 「{ $key }」を削除しました。
object_stays = 「{ $key }」は残ります。当方にはファイルを削除する権限がなく、その必要もありません。削除してかまいません。
object_not_removed = 「{ $key }」は今は削除できませんでした。削除してかまいません。
