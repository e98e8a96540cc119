# フォーム全体と、サーバーだけが調べる入力欄について。

## 提供元の独自の入力欄

needed = 「{ $label }」が必要です。
value_not_text = この欄にはテキストを入力します。
value_too_long = この値は { $length } バイトあります。上限は { $most } バイトです。
value_nul = この値には目に見えない NUL 文字が含まれています。
value_control = この値には目に見えない制御文字が含まれています。
value_not_boolean = この欄には true または false を入力します。
value_not_number = この欄には 12 や 0.5 のような数値を入力します。
value_no_option = 「{ $label }」の選択肢から選んでください。
unknown_field = この接続には「{ $name }」という欄はありません。
unknown_field_and_more = この接続には「{ $name }」という欄はありません。ほかにも不明な欄が { $more } 個あります。

## 修正したこと

trimmed = 値の前後の空白を取り除きました。
unquoted = 値の前後の引用符を取り除きました。
bucket_split = 貼り付けられた内容からバケットの名前を取り出しました: { $bucket }
prefix_split = 貼り付けられた内容からパスプレフィックスを取り出しました: { $prefix }
external_id_edited = これはお客様の外部 ID ではありません。お客様の外部 ID は { $own } で、変更できません。ロールの信頼ポリシーに入れてください。

## 組み合わせられない入力欄

swapped_secret_here = この 2 つは入れ替わっています。ここにシークレットアクセスキーがあります。AKIA で始まるアクセスキー ID を入力してください。
swapped_id_here = この 2 つは入れ替わっています。ここにアクセスキー ID があります。長いほうのシークレットアクセスキーを入力してください。
access_not_offered = このアクセス方法はここでは利用できません。
access_not_chosen = キーとロールの両方が入力されています。どちらを使うか指定してください: 「keys」または「role」。
path_in_bucket = バケットの欄にもパス「{ $path }」が含まれています。パスは 1 か所だけに入力してください。
role_needs_aws = ロールは AWS でのみ使えます。エンドポイントを空にするか、アクセスキーを入力してください。
bucket_in_other_region = バケットの名前によると、バケットは { $typed } ではなく { $region } にあります。リージョンかバケットを修正するか、リージョンを空にしてください。
bucket_of_other_account = バケットの名前によると、バケットは { $typed } ではなくアカウント { $account } のものです。所有者かバケットを修正してください。
access_point_in_other_region = アクセスポイントは { $typed } ではなく { $region } にあります。リージョンを修正するか、空にしてください。
access_point_needs_aws = アクセスポイントは AWS でのみ使えます。エンドポイントを空にするか、バケットの名前を入力してください。
bucket_in_endpoint = このアドレスにはバケットが含まれています。ここには { $endpoint } を入力し、バケットはバケットの欄に入力してください。
other_partition = { $what }は { $here } にあり、{ $whose }は { $there } にあります。これらは AWS の別々のパーティションで、互いに接続できません。
this_bucket = このバケット
this_region = このリージョン
this_key = このキー
this_role = このロール
whose_role = ロール
whose_region = リージョン
whose_we = 当方
partition_commercial = AWS 商用リージョン (aws)
partition_china = AWS 中国 (aws-cn)
partition_us_gov = AWS GovCloud (US) (aws-us-gov)
own_arn = これは{ $what } { $arn } で、お客様のロールの信頼ポリシーに記載されるものです。お客様のアカウントのロールの ARN を入力してください。{ $example } のような形です。
own_role = 当方のロール
own_user = 当方のユーザー
own_account = 当方のアカウント

## 一部のバケットだけの入力欄

endpoint_https = https:// で始まるストアのアドレスを入力してください。
endpoint_port = アドレスのポートが 1～65535 の数値ではありません。
endpoint_ipv6 = IPv6 アドレスではなく、ストアのホスト名を入力してください。
endpoint_host = アドレスは https:// とホスト名だけにしてください。ユーザー名やパスは入れないでください。
endpoint_private = アドレスは公開インターネットから到達できなければなりません。

## 提供元が名前を付けていない入力欄の名前

label_access_key_id = アクセスキー ID
label_secret_access_key = シークレットアクセスキー
label_external_id = 外部 ID
label_role_arn = ロールの ARN
label_bucket = バケット
label_path_prefix = パスプレフィックス
label_region = リージョン
label_endpoint = エンドポイント
label_kms_key_arn = KMS キーの ARN
label_bucket_owner = バケット所有者のアカウント ID

## パスの変数の意味

variable_tenant = お客様のテナント ID
variable_root_tenant_id = ルートテナントの ID
variable_tap = ジョブの対象となったソース
variable_date = 年と月、YYYYMM、UTC
variable_full_date = 日付、YYYYMMDD、UTC
variable_flow_id = フローの ID
variable_job_id = ジョブの ID
variable_env_id = 環境
