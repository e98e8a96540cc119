# What happened and what fixes it, for each cause. The id of a remedy ends in `_do`.

unknown_access_key = AWS does not know the access key { $key }. It was deleted, deactivated or mistyped.
unknown_access_key_do = In IAM, open the user’s security credentials and check that this key exists and is active. Or create a new key and paste both parts.
unknown_access_key_misread_do = In IAM, open the user’s security credentials and check that this key exists and is active. Or create a new key and paste both parts. A key ID contains no 0, 1, 8 or 9. Check whether one of these digits is a letter O, I, B or another letter.
wrong_secret = AWS knows the access key { $key }, but the secret does not belong to it.
wrong_secret_do = Paste the whole secret access key again, without spaces. If you lost it, create a new key. AWS shows a secret only once.
root_key = This key belongs to the account’s root user, who can do everything in the account. We don’t accept it.
root_key_do = Create an IAM user with only the policy shown here, and use that user’s key. Then delete the root user’s key.
temporary_key = The access key { $key } is temporary and expires on its own.
temporary_key_do = Use the key of an IAM user. It begins with AKIA.
quarantined_key = AWS treats the credentials of { $who } as leaked and has put them under quarantine{ $policy }.
quarantined_key_do = Replace the key: connect with a role or with the key of a new IAM user, and delete the leaked key. Don’t remove AWS’s quarantine policy. AWS has opened a support case for your account that says what else to do.
session_expired = Our session with your role expired before the test ended.
role_not_assumable = AWS did not let us assume { $role }. AWS doesn’t say why. Either the role doesn’t exist, its trust policy doesn’t name us, or it requires another external ID.
role_not_assumable_do = Check that { $role } is the role’s ARN, and make this the only statement of its trust policy (IAM › Roles › your role › Trust relationships).
invalid_role_arn = AWS does not accept { $role } as the ARN of a role.
invalid_role_arn_do = Copy the ARN again from the role’s page in IAM. It looks like arn:aws:iam::111122223333:role/name.
external_id_not_enforced = { $role } can be assumed without your external ID. Anyone who can act through us could use it.
external_id_not_enforced_like = { $role } can also be assumed with “{ $id }”, which is not your external ID. Its trust policy ignores upper and lower case or has a wildcard, but it has to compare the whole ID. Anyone with a similar ID could use the role.
external_id_not_enforced_do = Make this the only statement of the role’s trust policy (IAM › Roles › your role › Trust relationships). If you just did, wait a minute. AWS takes a while to apply the change.
region_disabled = The AWS Security Token Service (STS) is not active in your account for the regions that we use.
region_disabled_do = Ask an administrator of the account to activate STS in IAM › Account settings › Security Token Service.
region_disabled_there_do = Ask an administrator of the account to activate STS for { $region } in IAM › Account settings › Security Token Service.
session_tags_denied = Our own AWS session has tags that it would pass on to your role, and AWS does not allow that (sts:TagSession).
vendor_not_allowed = Our own AWS identity is not allowed to assume roles.
vendor_not_allowed_by_network = The network through which our servers reach AWS does not allow this call.
vendor_credentials = Our own AWS credentials do not work, so we could not check this.
bucket_not_found = There is no bucket named “{ $bucket }”.
bucket_not_found_do = Check the spelling in the S3 console.
bucket_not_found_regional_do = A name that ends in -an contains the account and the region of its bucket. This one names the account { $account } and the region { $region }. Compare it with the name in the S3 console.
wrong_region = The bucket “{ $bucket }” is not in { $region }, and AWS did not say where it is.
wrong_region_do = The S3 console shows the bucket’s region next to its name. Enter the region together with the bucket, for example by pasting the bucket’s URL from the console.
wrong_owner = The bucket “{ $bucket }” does not belong to the account { $owner }.
wrong_owner_do = Check the owner’s account ID and the bucket’s name. We don’t use a bucket with this name that belongs to somebody else.

list_denied = { $who-start } is not allowed to list the files in { $place }.
get_denied = { $who-start } is not allowed to read the files in { $place }.
put_denied = { $who-start } is not allowed to write files to { $place }.
add_statement_do = Add this statement to the policy of { $who }.
add_statement_access_point_do = Add this statement to the policy of { $who }, and let the bucket’s own policy delegate access control to the access point.
add_to_bucket_policy_do = The bucket belongs to another account. Ask its owner to add this statement to the policy of the bucket “{ $bucket }”.
add_to_access_point_policy_do = The access point belongs to another account. Ask its owner to add this statement to the policy of the access point.
add_without_reason_do = Add this statement to the policy of { $who }. If it is there already and the bucket belongs to another account, ask its owner to add it to the bucket’s policy as well, with "Principal": {"{"}"AWS": "{ $arn }"{"}"}. Otherwise, the bucket’s policy or a policy of your organization denies the request.
add_without_reason_or_owner_do = Add this statement to the policy of { $who }. If it is there already and the bucket belongs to another account, ask its owner to add it to the bucket’s policy as well, with "Principal": {"{"}"AWS": "{ $arn }"{"}"}. Otherwise, the bucket’s policy or a policy of your organization denies the request. Also check that the bucket belongs to the account { $owner }.
add_across_accounts_do = The bucket’s name says that it belongs to the account { $account }, which is not the account of { $who }. So both accounts have to allow this. Add this statement to the policy of { $who }, and ask the bucket’s owner to add it to the bucket’s policy as well, with "Principal": {"{"}"AWS": "{ $arn }"{"}"}.
kms_denied = The files in { $place } are encrypted with { $key }, and { $who } is not allowed to use it{ $why }.
kms_denied_do = Add this statement to the policy of { $who }. The key’s own policy has to allow it too. AWS’s default key policy does, because it leaves the decision to IAM. If yours doesn’t, add { $who } to the key’s users.
kms_denied_unnamed_do = Allow { $who } to use the bucket’s KMS key: in the key’s policy, or as one of the key’s users in KMS. If the key belongs to another account, its policy has to name { $who }. The key aws/s3 of another account can’t be used at all.
kms_denied_other_account_do = The key belongs to the account { $account }, so both accounts have to allow its use. Add this statement to the policy of { $who }. Then ask whoever manages the account { $account } to allow { $arn } in the key’s own policy. AWS’s default key policy is not enough, because it covers only the key’s own account.
kms_key_unusable = The KMS key that encrypts the files in { $place } can’t be used{ $why }.
kms_key_unusable_do = Open the key in KMS. It has to be in the bucket’s region, enabled, and not pending deletion.

explicit_deny = An explicit deny in { $by } blocks { $action }. Adding permissions doesn’t help.
explicit_deny_named = An explicit deny in { $by } ({ $policy }) blocks { $action }. Adding permissions doesn’t help.
explicit_deny_unnamed = An explicit deny in { $by } blocks this. Adding permissions doesn’t help.
explicit_deny_identity_do = In IAM, look for a statement with "Effect": "Deny" in the policies of { $who }. Remove it, or make an exception. Often, it requires multi-factor authentication (aws:MultiFactorAuthPresent), which a connection can’t provide.
explicit_deny_policy_do = Open this policy in IAM and look for a statement with "Effect": "Deny". Remove it, or make an exception for { $who }.
explicit_deny_bucket_do = In S3 › Permissions › Bucket policy, look for a statement with "Effect": "Deny". Usually it requires certain networks (aws:SourceIp, aws:SourceVpc, aws:SourceVpce), an organization (aws:PrincipalOrgID), MFA or encryption. Make an exception for { $who }.
explicit_deny_kms_do = In KMS › your key › Key policy, look for a statement with "Effect": "Deny" and make an exception for { $who }.
explicit_deny_trust_do = In IAM › Roles › your role › Trust relationships, remove the statement with "Effect": "Deny".
explicit_deny_boundary_do = Ask whoever manages the account’s permissions boundaries to remove the deny.
explicit_deny_scp_do = Only whoever manages your AWS organization can remove it. Nothing in this account can.
explicit_deny_rcp_do = Only whoever manages your AWS organization can remove it. These requests come from your own user or role, so adding our account to the policy doesn’t help. Usually, such a policy requires certain networks (aws:SourceIp, aws:SourceVpc), an organization (aws:PrincipalOrgID) or encryption.
explicit_deny_rcp_assume_do = Only whoever manages your AWS organization can change this. The policy decides who is allowed to assume the roles of your organization, so it needs an exception for our account { $account }.
explicit_deny_do = Look for a statement with "Effect": "Deny" in the bucket’s policy, in the policies of the user or role, in its permissions boundary, and in your organization’s policies.
by_policy_of = a policy of { $who }
by_bucket_policy = the policy of the bucket “{ $bucket }”
by_kms_policy = the policy of the KMS key
by_trust_policy = the role’s trust policy
by_boundary = the permissions boundary of { $who }
by_scp = a service control policy of your organization
by_rcp = a resource control policy of your organization
by_a_policy = a policy
mfa_required = An explicit deny blocks { $action } for { $who }. The name of the policy{ $policy } suggests that it requires multi-factor authentication (MFA), which a connection can’t provide.
mfa_required_do = Make an exception for { $who } in that policy, usually in the statement with the condition aws:MultiFactorAuthPresent. Or connect with a role instead of an access key, if this form offers that.

limited_by_boundary = The permissions boundary of { $who } does not allow { $action }, whatever other policies allow.
limited_by_boundary_do = Add this statement to the boundary’s policy. The policy of the user or role itself needs it as well.
limited_by_scp = A service control policy of your organization does not allow { $action }, whatever other policies allow.
limited_by_rcp = A resource control policy of your organization does not allow { $action }, whatever other policies allow.
limited_by_organization_do = Only whoever manages your AWS organization can allow it. Nothing in this account can.
limited_by_policy = A policy that limits these permissions does not allow { $action }, whatever other policies allow.
limited_by_policy_do = Ask whoever manages the account to allow it there as well.

encryption_required = { $place } accepts files only if the upload asks for encryption ({ $encryption }).
encryption_required_do = Remove the statement that denies unencrypted uploads from the bucket’s policy. S3 has encrypted every new file by itself since January 2023, so you lose nothing.
encryption_required_kms_do = If this form has a field for the KMS key, enter the key’s ARN there. Or set that key as the bucket’s default encryption, and remove the statement that denies other uploads from the bucket’s policy. S3 then encrypts every file with that key.
customer_provided_key = “{ $object }” is encrypted with a customer-provided key (SSE-C). Only whoever wrote the file has that key, so we can’t read it.
customer_provided_key_do = Don’t use a customer-provided key for the files that we should read. The bucket’s default encryption works, for example. Or connect a folder that has no such files.
requester_pays = “{ $bucket }” is a Requester Pays bucket. Whoever requests its files pays for them, and has to agree to that.
requester_pays_do = We don’t take on the cost of requests. Turn off Requester Pays for this bucket (S3 › Properties › Requester pays), or connect another bucket.
storage_full = { $store } did not accept a file in { $place }, because the storage is full or its quota is used up{ $why }.
storage_full_do = Delete files that you no longer need, or have the quota raised. Then check again.
account_suspended = AWS has closed or suspended the account that owns “{ $bucket }”, or the account can’t use S3 yet{ $why }.
account_suspended_do = Sign in to the AWS console as the account’s owner. A notice there, or AWS Support, says what is missing.
not_s3 = The server at { $store } is not an S3 service.
not_s3_do = Enter the URL of the store’s S3 API. It often differs from the URL of its web console.
answer_too_large = { $store } answered with more than { $kilobytes } KB, far more than S3 does, so we stopped reading.
archived_object = We’re allowed to read “{ $object }”, but it is archived and has to be restored first.
archived_object_do = Restore the archived files that we should read, or change the lifecycle rule so that new files are not archived. We skip archived files.
clock_skew = Our server’s clock differs from AWS’s clock.
bad_request = AWS rejected our request as invalid{ $why }, so we could not check this.
throttled = { $store } asked us to slow down, so we could not check this.
timeout = { $store } did not answer in time, so we could not check this.
dns_failure = We could not find the address of { $store }, so we could not check this.
dns_failure_region_do = If you entered the region { $region } here, check that AWS has a region with this name. Otherwise, try again in a minute.
unreachable = We could not reach { $store }, so we could not check this.
connection_lost = We lost the connection to { $store }, so we could not check this.
tls_failure = We could not make a secure connection to { $store }, so we could not check this.
tls_failure_do = The store’s certificate has to be valid for this URL, and it has to come from a publicly trusted authority.
server_error = { $store } answered with an internal error, so we could not check this.
bad_answer = Something between us and AWS answered instead of AWS, or we could not read the answer, so we could not check this.
unknown_refusal = AWS answered “{ $code }”, which we don’t recognize.
unknown_refusal_of_store = The store answered “{ $code }”, which we don’t recognize.
unknown_refusal_do = Give AWS’s code and request ID, shown below, to whoever manages your AWS account.
overlapping_prefix = Another connection uses { $place } as well. Your files and those of others could end up side by side.
overlapping_prefix_do = Use a bucket or folder that is yours alone, or put { $variable } into the path prefix.
broad_access = { $who-start } can see every bucket of the account, so it may be allowed much more than this connection needs.
broad_access_do = The connection works as it is. To be on the safe side, give { $who } only the policy that this form shows under Access. For a saved connection, choose “Change” to see it.
keys_not_preferred = This connection uses an access key. A role is safer: no secret changes hands, and you can end our access at any time.
keys_not_preferred_do = The connection works as it is. When you have a moment, choose “Change” and connect with a role.
keys_not_offered = This connection uses an access key. We now ask for a role instead: no secret changes hands, and you can end our access at any time.
keys_not_offered_do = It stays connected until you change it. Choose “Change” and connect with a role.
role_not_offered = This connection uses a role. We now ask for an access key instead.
role_not_offered_do = It stays connected until you change it. Choose “Change” and connect with an access key.
old_external_id = { $role } requires your previous external ID. You have a new one, which replaces it as soon as the role accepts the new one.
old_external_id_do = Make this the only statement of the role’s trust policy. It lists the new external ID and, for now, the previous one. Then check again.
versioned_residue = “{ $bucket }” has versioning enabled, so the version of “{ $object }” that this test wrote stays.
versioned_residue_do = It holds one line of text and can be deleted.

## What the causes say at a store that is not AWS

store_unknown_access_key = { $store } does not know the access key { $key }. It was deleted, deactivated or mistyped.
store_unknown_access_key_do = In the store’s console, check that this key exists and is active. Or create a new key and paste both parts.
store_wrong_secret = { $store } knows the access key { $key }, but the secret does not belong to it.
store_wrong_secret_do = Paste the whole secret access key again, without spaces. If you lost it, create a new key.
store_bucket_not_found_do = Compare the name with the one in the store’s console, and check that the endpoint is the right one.
store_wrong_region = The bucket “{ $bucket }” is not in { $region }, and { $store } did not say where it is.
store_wrong_region_do = The store’s console or documentation says which region it uses. If this form has a field for the region, enter it there.
store_permission_do = In the store’s console, give this access key the permission { $action }. If the bucket has a policy of its own, check that it allows this too.
store_account_suspended = { $store } has closed or suspended the account of this access key, or the account can’t use the store yet{ $why }.
store_account_suspended_do = Sign in to the store’s console as the account’s owner. A notice there, or the store’s support, says what is missing.
store_clock_skew = Our server’s clock differs from the clock of { $store }.
store_clock_skew_do = Check the store’s clock. If it is right, tell us about the problem.
store_bad_request = { $store } rejected our request as invalid{ $why }, so we could not check this.
store_bad_answer = Something between us and { $store } answered in its place, or we could not read the answer, so we could not check this.
store_unknown_refusal_do = Give the code and the request ID, shown below, to whoever manages the store.

## Remedies of several causes

try_again_do = As far as we can tell, nothing is wrong with what you entered. Try again in a minute.
our_side_do = This problem is on our side, not yours. We keep what you entered. Tell us about the problem, and try again later.
endpoint_do = Check the endpoint’s spelling, and that it is reachable from the internet. Then try again.
principal_unknown_do = We don’t know our own AWS identity at the moment. Try again later.

## Who needs a permission. `{ $who-start }` is the form `start` of these messages. Each language adds the forms that it needs.

who_role = the role “{ $name }”
    .start = The role “{ $name }”
who_user = the user “{ $name }”
    .start = The user “{ $name }”
who_key = the key’s user
    .start = The key’s user
who_arn = { $arn }
    .start = { $arn }

## Stand-ins for names that are not known

some_key = the key
some_role = the role
some_bucket = the bucket
some_region = the region that we used
some_owner = you named
some_action = this
some_encryption = server-side encryption
some_file = the file
some_test_file = the test file
some_code = no code
some_users_arn = ARN of the key’s user
some_kms_key = a KMS key
named_kms_key = the KMS key { $arn }
