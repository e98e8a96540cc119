# The steps of a check, and what they report if they passed or were skipped.

step_credentials = AWS knows this access key
step_assume_role = We can assume the role
step_external_id_enforced = The role requires your external ID
step_bucket = The bucket exists
step_list = We can list files
step_get = We can read files
step_put = We can write files
step_cleanup = What the test leaves behind

not_aws = We test this key on the bucket itself.
key_refused = Not checked, because the access key was refused.
role_refused = Not checked, because we could not assume the role.
role_trusts_others = Not checked, because the role can also be assumed without your external ID.
no_bucket = Not checked, because the bucket was not found.
bucket_refused = Not checked, because the bucket can’t be used as it is.
role_enforces = The role refuses other external IDs.
nothing_written = Nothing was written, so there is nothing to clean up.
no_list = Not checked, because we could not list a file to read.
key_known = AWS knows this key.
account_known = AWS account { $account }.
region_found = Region { $region }.
region_corrected = Region { $region }, corrected from { $from }.
region_told = Region { $region }, as reported by AWS.
listed = Listed { $place }.
listed_nothing = Listed { $place }. There are no files yet.
nothing_to_read = There are no files in { $place } yet, so we could not test reading.
object_read = Read “{ $key }”.
object_is_empty = Reading is allowed. “{ $key }” is empty.
object_is_gone = Reading is allowed. “{ $key }” was deleted after we listed it.
object_written = Wrote “{ $key }”.
object_would_be_written = Writing is allowed. “{ $key }” is still there from an earlier check.
object_kept = “{ $key }” was there before this check and stays.
object_may_be_there = We don’t know whether “{ $key }” was written. If it is there, you can delete it.
object_removed = Deleted “{ $key }”.
object_stays = “{ $key }” stays. We’re not allowed to delete files, and we don’t need to be. You can delete it.
object_not_removed = We could not delete “{ $key }” just now. You can delete it.
