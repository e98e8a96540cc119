# What a check asks, and what its steps say that passed or were not asked.

step_credentials = AWS knows this access key
step_assume_role = The role lets us in
step_external_id_enforced = The role refuses strangers
step_bucket = The bucket is there
step_list = Files can be listed
step_get = Files can be read
step_put = Files can be written
step_cleanup = What the test leaves behind

not_aws = This store is not AWS, so the key is tried on the bucket itself.
key_refused = Not asked, because the access key was refused.
role_refused = Not asked, because we could not assume the role.
no_bucket = Not asked, because the bucket was not found.
bucket_refused = Not judged, because the bucket cannot be used as it is.
role_enforces = The role refuses other external IDs.
nothing_written = Nothing was written, so there is nothing to clear away.
no_list = Not asked, because no file could be listed that we could read.
key_known = AWS knows this key.
account_known = AWS account { $account }.
region_found = Region { $region }.
region_corrected = Region { $region }, corrected from { $from }.
region_told = Region { $region }, as AWS told us.
listed = Listed { $place }.
listed_nothing = Listed { $place }. There are no files yet.
nothing_to_read = There are no files in { $place } yet, so reading could not be tried.
object_read = Read “{ $key }”.
object_written = Wrote “{ $key }”.
object_would_be_written = Writing is allowed. “{ $key }” is still there from an earlier check.
object_kept = “{ $key }” was there before this check and stays.
object_may_be_there = It is not known whether “{ $key }” was written. If it is there, you can delete it.
object_removed = Deleted “{ $key }”.
object_stays = “{ $key }” stays: we may not delete files, and need not. You can delete it.
object_not_removed = “{ $key }” could not be deleted just now. You can delete it.
