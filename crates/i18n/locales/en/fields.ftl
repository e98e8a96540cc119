# What is wrong with a single field. The browser shows these messages without the server and without Fluent, so each is one
# line of text with plain { $arguments } only.

## The access key

access_key_id_required = Enter the access key ID.
access_key_id_wanted = Enter the access key ID. It usually has 20 characters and begins with AKIA.
access_key_id_temporary = This is a temporary key, because it begins with ASIA. It expires on its own. Enter the key of an IAM user, which begins with AKIA.
access_key_id_whole_line = This is more than the access key ID. Enter only { $id } here. The secret access key has its own field.
access_key_id_line_of_secret = This is the line of the secret access key. Enter what comes after the “=” in the field for the secret access key. Enter the access key ID here.
access_key_id_bad = An access key ID has 16 to 128 letters and digits. It usually begins with AKIA.
secret_required = Enter the secret access key.
secret_wanted = Enter the secret access key. It usually has 40 characters.
secret_whole_line = This is a whole line. Enter only what comes after the “=”.
secret_line_with_id = This line contains the access key ID too. Enter only the secret access key here. In the file from the AWS console, it is what comes after the comma.
secret_look_alike = This value contains { $kind }, which no secret access key has. Copy the key again from where AWS showed it.
secret_bad = A secret access key has 40 letters, digits, + or /. Copy the whole key again, without spaces.
secret_misplaced = This looks like a secret access key. This field isn’t kept secret. Enter the key only in the field for the secret access key.

## What the value is instead, and what the field needs

looks_like = This looks like { $what }. { $wanted }
what_secret = the secret access key
what_key_id = the access key ID
what_account = an AWS account ID
what_external_id = the external ID
what_email = an email address
what_region = a region code
arn_of = This is the ARN of { $kind }. { $wanted }
kind_role = a role
kind_user = a user
kind_policy = a policy
kind_group = a group
kind_instance_profile = an instance profile
kind_account = an account
kind_session = a role session
kind_federated_user = a federated user
kind_kms_key = a KMS key
kind_access_point = an access point
kind_bucket = a bucket
kind_other = something else

## Characters that look like others

look_alike = “{ $character }” ({ $code }) is { $kind } and only looks like “{ $like }”. { $way_out }
look_alike_unseen = This value contains { $kind } ({ $code }). { $way_out }
look_alike_by_hand = Type the value by hand, or copy it again.
look_alike_meant = You probably mean “{ $meant }”.
character_invisible = an invisible character
character_blank = a special space
character_greek = a Greek letter
character_cyrillic = a Cyrillic letter
character_full_width = a full-width character
character_dash = a typographic dash
character_quote = a typographic quote
character_special = a special character

## ARNs and partitions

account_bad = An AWS account ID has 12 digits.
arn_whole = Enter the whole ARN. It looks like { $example }.
arn_too_long = An ARN has at most 2,048 characters.
partition_unknown = The part after “arn:” must be aws, aws-cn or aws-us-gov.
partition_out_of_reach = This is in { $name } ({ $code }). AWS partitions can’t reach each other, and we work only in aws, aws-cn and aws-us-gov.
partition_sovereign = the AWS European Sovereign Cloud

## The bucket

bucket_required = Enter the bucket’s name.
bucket_or_really = Enter the bucket’s name. If the bucket is really called that, enter s3://{ $name }
bucket_character = A bucket name has only lowercase letters, digits, dots and hyphens. This one contains { $found }.
bucket_character_meant = A bucket name has only lowercase letters, digits, dots and hyphens. This one contains { $found }. You probably mean “{ $meant }”.
found_blank = a space
found_underscore = an underscore
found_capital = the capital letter “{ $letter }”
found_control = an invisible control character
found_character = “{ $character }”
found_code = “{ $character }” ({ $code })
bucket_length = A bucket name has 3 to 63 characters. This one has { $length }.
bucket_edge = A bucket name begins and ends with a letter or digit.
bucket_two_dots = A bucket name can’t have two dots in a row.
bucket_ip_address = A bucket name can’t be an IP address.
bucket_reserved_start = AWS reserves names that begin with “{ $start }”, so your bucket can’t have one.
bucket_object_lambda = This is an Object Lambda access point. It changes files while they are read, so we couldn’t verify them. Enter the bucket or an ordinary access point instead.
bucket_outposts = This bucket is on AWS Outposts, which can be reached only from inside its network. Enter a bucket in an AWS Region instead.
bucket_multi_region = This is a Multi-Region Access Point. It sends each request to the nearest of several buckets, so a test would prove nothing about the others. Enter one of the buckets instead.
bucket_directory = This is a directory bucket (S3 Express One Zone). Access to it can’t be limited to one folder. Enter a general purpose bucket instead.
bucket_table = This is a table bucket (S3 Tables). It holds tables instead of files. Enter a general purpose bucket instead.
bucket_arn_cut = This ARN is incomplete. Enter the bucket’s name.
bucket_not_in_address = This console URL names no bucket. Open the bucket and copy the URL again, or enter the bucket’s name.
bucket_not_s3 = This is not an S3 address. Enter the bucket’s name, such as my-company-data.

## The path prefix

path_leading_slash = Leave out the slash at the beginning: “{ $without }”.
path_control = There is an invisible control character at position { $position }.
path_stray_brace = The { $brace } at position { $position } closes nothing. To use a brace in the path, write { $twice }.
path_unclosed = The { $brace } at position { $position } is never closed.
path_unclosed_meant = The { $brace } at position { $position } is never closed. Perhaps you mean { $meant }.
path_unknown = { $variable } at position { $position } is not a variable. The variables are { $variables }.
path_unknown_meant = { $variable } at position { $position } is not a variable. Perhaps you mean { $meant }.
path_too_long = The path has { $length } bytes. S3 allows { $most }.
path_two_slashes = There are two slashes in a row. S3 would create a folder without a name.
path_dots = “{ $segment }” is not allowed as the name of a folder.
path_slash_first = The path would begin with a slash.

## The role

role_required = Enter the role’s ARN.
role_wanted = Enter the role’s whole ARN. It looks like { $example }.
role_bad_account = The account in the ARN must have 12 digits, as in { $example }.
role_bad_name = A role’s name has 1 to 64 letters, digits or _ + = , . @ -.
role_bad_path = The path before the role’s name is not valid.
role_identity_center = This role belongs to IAM Identity Center. Nobody can change its trust policy, so it can’t let us in. Create another role in IAM and enter its ARN.
role_service_linked = This is a service-linked role, which only an AWS service can use. Create another role in IAM and enter its ARN.
role_whole_line = This is more than the role’s ARN. Enter only { $arn }.
role_console_address = This is the URL of a page in the AWS console. { $wanted } You find it on the role’s page.
role_place_of_external_id = It belongs in the role’s trust policy. { $wanted }
role_name_only = This looks like only a name. { $wanted } It contains your account ID.
role_session = This is the ARN of a role session. The role itself is probably { $role }.
role_instance_profile = This is the ARN of an instance profile. Enter the ARN of its role, which often has the same name: { $role }.
role_bucket = This is the ARN of a bucket. Enter it in the field for the bucket. Here, enter the ARN of the role. It looks like { $example }.
role_of_other = This is the ARN of { $kind }. Enter the ARN of the role. It looks like { $example }.

## Fields for some buckets only

region_bad = Enter the region’s code, such as eu-west-1.
region_meant = Enter the region’s code, such as eu-west-1. You probably mean { $meant }.
kms_alias = This is the ARN of an alias. Enter the ARN of the key itself, shown on the key’s page in KMS.
kms_bad = Enter the key’s ARN. It looks like { $example }.
