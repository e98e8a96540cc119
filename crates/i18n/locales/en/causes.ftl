# What happened and what to change, for each cause. What is to do has `_do` behind the cause's name.

unknown_access_key = AWS does not know the access key { $key }. It was deleted, switched off, or mistyped.
unknown_access_key_do = In IAM, open the user’s security credentials and check that this key is there and active, or create a new one and paste both parts.
unknown_access_key_misread_do = In IAM, open the user’s security credentials and check that this key is there and active, or create a new one and paste both parts. A key ID has no 0, 1, 8 or 9 in it: look again whether one of them is a letter O, I, B or another.
wrong_secret = AWS knows the access key { $key }, but the secret does not belong to it.
wrong_secret_do = Paste the secret access key again, whole and without blanks. If it is lost, create a new key: AWS shows a secret only once.
root_key = This is a key of the account’s root user, which can do everything in the account. We do not take it.
root_key_do = Create an IAM user with only the policy shown here, and use that user’s key. Then delete the root user’s key.
temporary_key = The access key { $key } is temporary and ends by itself.
temporary_key_do = Use the key of an IAM user; it begins with AKIA.
session_expired = The session we had through your role ended before the test did.
role_not_assumable = AWS did not let us assume { $role }. It does not say why: the role may not exist, its trust policy may not name us, or it may ask for another external ID.
role_not_assumable_do = Check that { $role } is the role’s ARN, and make this the only statement of its trust policy (IAM › Roles › your role › Trust relationships).
invalid_role_arn = AWS does not take { $role } for the ARN of a role.
invalid_role_arn_do = Copy the ARN again from the role’s page in IAM. It looks like arn:aws:iam::111122223333:role/name.
external_id_not_enforced = { $role } can be assumed without your external ID. Anyone who can act through us could use it, so nothing was saved.
external_id_not_enforced_like = { $role } can be assumed with “{ $id }” as well, which is not your external ID. Its trust policy ignores upper and lower case or has a wildcard, where it has to compare the whole ID. Anyone with a similar ID could use it, so nothing was saved.
external_id_not_enforced_do = Make this the only statement of the role’s trust policy (IAM › Roles › your role › Trust relationships). If you have just done so, wait a minute: AWS takes a while to forget the old one.
region_disabled = AWS’s sign-in service for roles and keys (STS) is switched off in your account for the regions we ask in.
region_disabled_do = Ask an administrator of the account to activate STS in IAM › Account settings › Security Token Service.
region_disabled_there_do = Ask an administrator of the account to activate STS for { $region } in IAM › Account settings › Security Token Service.
vendor_not_allowed = Our own AWS identity is not allowed to assume roles.
vendor_not_allowed_by_network = The network our own servers reach AWS through does not let this call pass.
vendor_credentials = Our own AWS credentials do not work, so we could not ask.
bucket_not_found = There is no bucket named “{ $bucket }”.
bucket_not_found_do = Check the spelling in the S3 console. Enter only the name, without s3:// and without the path.
wrong_region = The bucket “{ $bucket }” is not in { $region }, and AWS did not say where it is.
wrong_region_do = The S3 console shows the bucket’s region beside its name. Enter it with the bucket, for example by pasting the bucket’s address from the console.
wrong_owner = The bucket “{ $bucket }” does not belong to the account { $owner }.
wrong_owner_do = Check the owner’s account ID and the bucket’s name. We do not use a bucket of this name that belongs to somebody else.

list_denied = { $who-start } may not list the files in { $place }.
get_denied = { $who-start } may not read the files in { $place }.
put_denied = { $who-start } may not write files to { $place }.
add_statement_do = Add this statement to the policy of { $who }.
add_to_bucket_policy_do = The bucket belongs to another account. Ask there to add this statement to the policy of the bucket “{ $bucket }”.
add_without_reason_do = Add this statement to the policy of { $who }. If it is there already and the bucket belongs to another account, ask there to add it to the bucket’s policy as well, with "Principal": {"{"}"AWS": "{ $arn }"{"}"}. Otherwise the bucket’s policy, or one of your organization, stands against it.
add_without_reason_or_owner_do = Add this statement to the policy of { $who }. If it is there already and the bucket belongs to another account, ask there to add it to the bucket’s policy as well, with "Principal": {"{"}"AWS": "{ $arn }"{"}"}. Otherwise the bucket’s policy, or one of your organization, stands against it. Or the bucket does not belong to the account { $owner } after all.
kms_denied = The files in { $place } are encrypted with { $key }, and { $who } may not use it{ $why }.
kms_denied_do = Add this statement to the policy of { $who }. The key’s own policy has to allow it too: it does where it leaves the decision to IAM, as AWS’s default does; otherwise add { $who } to the key’s users.
kms_denied_unnamed_do = Allow { $who } to use the bucket’s KMS key: in the key’s policy, or as one of the key’s users in KMS.
kms_key_unusable = The KMS key that encrypts the files in { $place } cannot be used{ $why }.
kms_key_unusable_do = Open the key in KMS: it has to be in the bucket’s region, enabled, and not waiting to be deleted.

explicit_deny = { $action } is expressly forbidden by { $by }. Adding permissions does not help against that.
explicit_deny_unnamed = This is expressly forbidden by { $by }. Adding permissions does not help against that.
explicit_deny_identity_do = In IAM, look through the policies of { $who } for a statement with "Effect": "Deny" and take it out, or make an exception.
explicit_deny_bucket_do = In S3 › Permissions › Bucket policy, look for a statement with "Effect": "Deny". Most often it asks for certain networks (aws:SourceIp, aws:SourceVpc, aws:SourceVpce), an organization (aws:PrincipalOrgID), MFA or encryption. Make an exception for { $who }.
explicit_deny_kms_do = In KMS › your key › Key policy, look for a statement with "Effect": "Deny" and make an exception for { $who }.
explicit_deny_trust_do = In IAM › Roles › your role › Trust relationships, take out the statement with "Effect": "Deny".
explicit_deny_boundary_do = Whoever manages the account’s permissions boundaries has to take the denial out.
explicit_deny_scp_do = Only whoever manages your AWS organization can lift it; nothing in this account can.
explicit_deny_rcp_do = Only whoever manages your AWS organization can lift it: usually by adding our account to those that may reach its buckets.
explicit_deny_do = Look for a statement with "Effect": "Deny": in the bucket’s policy, in the policies of the user or role, in its permissions boundary, and in your organization’s policies.
by_policy_of = a policy of { $who }
by_bucket_policy = the policy of the bucket “{ $bucket }”
by_kms_policy = the policy of the KMS key
by_trust_policy = the role’s trust policy
by_boundary = the permissions boundary of { $who }
by_scp = a service control policy of your organization
by_rcp = a resource control policy of your organization
by_a_policy = a policy

limited_by_boundary = The permissions boundary of { $who } does not allow { $action }, whatever other policies allow.
limited_by_boundary_do = Add this statement to the boundary’s policy, beside the one of the user or role itself.
limited_by_scp = A service control policy of your organization does not allow { $action }, whatever other policies allow.
limited_by_rcp = A resource control policy of your organization does not allow { $action }, whatever other policies allow.
limited_by_organization_do = Only whoever manages your AWS organization can widen it; nothing in this account can.
limited_by_policy = A policy around the permissions does not allow { $action }, whatever other policies allow.
limited_by_policy_do = Ask whoever manages the account to allow it there as well.

encryption_required = { $place } takes files only when the upload asks for encryption ({ $encryption }).
encryption_required_do = Take the statement that denies unencrypted uploads out of the bucket’s policy. S3 has encrypted every new file by itself since January 2023, so nothing is lost.
encryption_required_kms_do = Enter the ARN of the KMS key, where this form has a field for it. Or set that key as the bucket’s default encryption and take the statement that denies other uploads out of the bucket’s policy: S3 then encrypts every file with it.
requester_pays = “{ $bucket }” is a requester-pays bucket: whoever asks for its files pays for them, and has to say so.
requester_pays_do = We do not take on the cost of requests. Switch requester pays off for this bucket (S3 › Properties › Requester pays), or connect another one.
account_suspended = AWS has closed or suspended the account behind “{ $bucket }”, or it cannot use S3 yet{ $why }.
account_suspended_do = Sign in to the AWS console as the account’s owner; a notice there, or AWS Support, says what is missing.
not_s3 = What answers at { $store } is not an S3 service.
not_s3_do = Enter the address of the store’s S3 interface. It is often another one than that of its web console.
answer_too_large = { $store } answered with more than { $kilobytes } KB, far more than S3 does, so we stopped reading.
archived_object = “{ $object }” may be read, but is archived and must be restored first.
archived_object_do = Restore the archived files that we are to read, or change the lifecycle rule so that new ones are not archived. We skip those that are archived.
clock_skew = Our server’s clock differs from that of AWS.
bad_request = AWS found fault with our request{ $why }, so this could not be checked.
throttled = { $store } asked us to slow down, so this could not be checked.
timeout = { $store } did not answer in time, so this could not be checked.
dns_failure = The address of { $store } was not found, so this could not be checked.
dns_failure_region_do = If the region { $region } was entered here, check that AWS has one of this name. Otherwise try again in a minute.
unreachable = { $store } could not be reached, so this could not be checked.
connection_lost = The connection to { $store } was lost, so this could not be checked.
tls_failure = No secure connection to { $store } could be made, so this could not be checked.
tls_failure_do = Its certificate has to be valid for this address, and issued by an authority that everybody knows.
server_error = { $store } answered with an error of its own, so this could not be checked.
bad_answer = Something between us and AWS answered in its place, or the answer could not be read, so this could not be checked.
unknown_refusal = AWS answered “{ $code }”, which we do not know.
unknown_refusal_of_store = The store answered “{ $code }”, which we do not know.
unknown_refusal_do = Give AWS’s code and request id, shown below, to whoever runs your AWS account.
overlapping_prefix = Another connection uses { $place } as well. Files of yours and of others could end up side by side.
overlapping_prefix_do = Use a bucket or a folder that is yours alone, or put { $variable } into the path prefix.
broad_access = { $who-start } can see every bucket of the account, so it may be allowed much more than this connection needs.
broad_access_do = It works as it is. To be on the safe side, give { $who } only the policy that this form shows under Access (from a connection, press “Change”).
keys_not_preferred = This connection uses an access key. A role would be safer: no secret changes hands, and you can end our access at any time.
keys_not_preferred_do = It works as it is. When you have a moment, choose “Change” and connect with a role.
keys_not_offered = This connection uses an access key. We now ask for a role instead: no secret changes hands, and you can end our access at any time.
keys_not_offered_do = It stays connected until you change it. Choose “Change” and connect with a role.
role_not_offered = This connection uses a role. We now ask for an access key instead.
role_not_offered_do = It stays connected until you change it. Choose “Change” and connect with an access key.
old_external_id = { $role } asks for your old external ID. A new one was made for you, and takes its place as soon as the role knows it.
old_external_id_do = Make this the only statement of the role’s trust policy; it lists the new external ID and, for now, the old one. Then check again.
versioned_residue = “{ $bucket }” keeps versions, so the version of “{ $object }” that this test wrote stays.
versioned_residue_do = It holds one line of text and can be deleted.

## To do about several

try_again_do = Nothing is wrong with what you entered, as far as we can tell. Try again in a minute.
our_side_do = This is on our side, not yours. What you entered is kept; please tell us and try again later.
endpoint_do = Check the endpoint’s spelling, and that it can be reached from the internet. Then try again.
principal_unknown_do = Our own AWS identity is not known at the moment. Please try again later.

## Whose right it is. `{ $who-start }` is the form `start` of these; a language gives them what it needs.

who_role = the role “{ $name }”
    .start = The role “{ $name }”
who_user = the user “{ $name }”
    .start = The user “{ $name }”
who_key = the key’s user
    .start = The key’s user
who_arn = { $arn }
    .start = { $arn }

## What is not known by its name

some_key = the key
some_role = the role
some_bucket = the bucket
some_region = the region we asked in
some_owner = you named
some_action = this
some_encryption = server-side encryption
some_file = the file
some_test_file = the test file
some_code = no code
some_users_arn = ARN of the key’s user
some_kms_key = a KMS key
named_kms_key = the KMS key { $arn }
