# What is wrong with the form as a whole and with fields that only the server validates, and the names of things in it.

## The vendor's own fields

needed = “{ $label }” is required.
value_not_text = The value must be text.
value_too_long = The value has { $length } bytes. At most { $most } are allowed.
value_nul = The value contains an invisible NUL character.
value_control = The value contains an invisible control character.
value_not_boolean = The value must be true or false.
value_not_number = The value must be a number, such as 12 or 0.5.
value_no_option = Choose one of the options of “{ $label }”.
unknown_field = This connection has no field “{ $name }”.
unknown_field_and_more = This connection has no field “{ $name }”. Other unknown fields: { $more }.

## What we corrected

trimmed = We removed the spaces around the value.
unquoted = We removed the quotes around the value.
bucket_split = We took the bucket’s name from what you pasted: { $bucket }.
prefix_split = We took the path prefix from what you pasted: { $prefix }
external_id_edited = This is not your external ID. Yours is { $own }, and you can’t change it. Put it into the role’s trust policy.

## Fields that do not go together

swapped_secret_here = These two are swapped. This is the secret access key. Enter the access key ID here. It begins with AKIA.
swapped_id_here = These two are swapped. This is the access key ID. Enter the secret access key here. It is the longer one.
access_not_offered = You can’t give access this way here.
access_not_chosen = Both keys and a role are filled in. Choose which to use: “keys” or “role”.
path_in_bucket = The bucket field also contains a path, “{ $path }”. Enter the path in one place only.
role_needs_aws = A role works with AWS only. Leave the endpoint empty, or use access keys.
bucket_in_other_region = The bucket’s name says that the bucket is in { $region }, not in { $typed }. Correct the region or the bucket, or leave the region empty.
bucket_of_other_account = The bucket’s name says that the bucket belongs to the account { $account }, not to { $typed }. Correct the owner or the bucket.
access_point_in_other_region = The access point is in { $region }, not in { $typed }. Correct the region, or leave it empty.
access_point_needs_aws = An access point works with AWS only. Leave the endpoint empty, or enter the bucket’s name.
bucket_in_endpoint = This address contains a bucket. Enter { $endpoint } here, and the bucket in its own field.
# For example: This bucket is in AWS China (aws-cn), and we are in commercial AWS (aws).
other_partition = { $what } is in { $here }, and { $whose } in { $there }. These are separate AWS partitions, which can’t reach each other.
this_bucket = This bucket
this_region = This region
this_key = This key
this_role = This role
whose_role = the role
whose_region = the region
whose_we = we are
partition_commercial = commercial AWS (aws)
partition_china = AWS China (aws-cn)
partition_us_gov = AWS GovCloud (US) (aws-us-gov)
own_arn = This is our own { $what }, { $arn }, which the role’s trust policy names. Enter the ARN of the role in your account. It looks like { $example }.
own_role = role
own_user = user
own_account = account

## Fields for some buckets only

endpoint_https = Enter the store’s URL. It begins with https://.
endpoint_port = The port in the URL is not a number from 1 to 65535.
endpoint_ipv6 = Enter the store’s host name, not an IPv6 address.
endpoint_host = The URL must be https:// and a host name, without a user name or a path.
endpoint_private = The URL must be reachable on the public internet.

## Labels of fields, unless the vendor chose another

label_access_key_id = Access key ID
label_secret_access_key = Secret access key
label_external_id = External ID
label_role_arn = Role ARN
label_bucket = Bucket
label_path_prefix = Path prefix
label_region = Region
label_endpoint = Endpoint
label_kms_key_arn = KMS key ARN
label_bucket_owner = Bucket owner’s account ID

## Meanings of the path variables

variable_tenant = your tenant ID
variable_root_tenant_id = the root tenant’s ID
variable_tap = the source the job ran for
variable_date = year and month, YYYYMM, in UTC
variable_full_date = the day, YYYYMMDD, in UTC
variable_flow_id = the flow’s ID
variable_job_id = the job’s ID
variable_env_id = the environment
