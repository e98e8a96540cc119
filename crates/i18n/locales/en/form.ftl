# What is said of a form as a whole, and of fields that only the server judges; and the names of things in it.

## The vendor's own fields

needed = “{ $label }” is needed.
value_not_text = This field takes text.
value_too_long = This value has { $length } bytes; at most { $most } are taken.
value_nul = There is an invisible NUL character in this value.
value_control = There is an invisible control character in this value.
value_not_boolean = This field takes true or false.
value_not_number = This field takes a number, such as 12 or 0.5.
value_no_option = Choose one of the options of “{ $label }”.
unknown_field = This connection has no field “{ $name }”.
unknown_field_and_more = This connection has no field “{ $name }”. Other unknown fields: { $more }.

## What was put right

trimmed = Blanks around the value were left out.
unquoted = Quotes around the value were left out.
bucket_split = The bucket’s name was taken from what you pasted: { $bucket }.
prefix_split = The path prefix was taken from what you pasted: { $prefix }
external_id_edited = This external ID was edited. The one that counts is { $own }, and it cannot be changed: put it into the role’s trust policy.

## Fields that do not go together

swapped_secret_here = These two are swapped: here is the secret access key. Enter the access key ID, which begins with AKIA.
swapped_id_here = These two are swapped: here is the access key ID. Enter the secret access key, the longer one.
access_not_offered = This way of giving access is not offered here.
access_not_chosen = Both keys and a role are filled in; say which to use: “keys” or “role”.
path_in_bucket = The bucket field also holds a path, “{ $path }”. Keep the path in one place.
role_needs_aws = A role works with AWS only. Leave the endpoint empty, or give access keys.
# Such as: This bucket is in AWS China (aws-cn), and we are in commercial AWS (aws).
other_partition = { $what } is in { $here }, and { $whose } in { $there }. These are separate partitions of AWS, which cannot reach each other.
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
own_arn = This is our own { $what }, { $arn }, which the role’s trust policy names. Enter the ARN of the role in your account; it looks like { $example }.
own_role = role
own_user = user
own_account = account

## Fields for some buckets only

endpoint_https = Enter the store’s address, beginning with https://.
endpoint_port = The port in the address is not a number from 1 to 65535.
endpoint_ipv6 = Enter the store’s host name, not an IPv6 address.
endpoint_host = The address must be https:// and a host name, without user name or path.
endpoint_private = The address must be reachable on the public internet.

## Names of fields, where the vendor gave no other

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

## What each variable of a path stands for

variable_tenant = your tenant ID
variable_root_tenant_id = the root tenant’s ID
variable_tap = the source the job ran for
variable_date = year and month, YYYYMM, in UTC
variable_full_date = the day, YYYYMMDD, in UTC
variable_flow_id = the flow’s ID
variable_job_id = the job’s ID
variable_env_id = the environment
