# The texts of the pages. Some arguments are elements, such as a link or a code, which the page puts in.

optional = (optional)
choose = Choose…
copy = Copy
copy_what = Copy: { $what }
copied = { $what } copied.
try_again_in_a_minute = Try again in a minute.

## The page in all its states

sandbox = Sandbox.
sandbox_words = This page works with a simulated AWS, which you manage in the { $console }.
sandbox_console = sandbox console

## The form

connect_title = Connect your S3 bucket
change_title = Change the connection
connect_words = Choose a bucket and how we should access it. We test the connection before saving anything.
set_up_title = Set up access to a bucket
set_up_asked = You were asked to set up access to a bucket.
set_up_asked_by = { $name } asks you to set up access to a bucket.
set_up_asked_for = You were asked to give { $vendor } access to a bucket.
set_up_asked_by_for = { $name } asks you to give { $vendor } access to a bucket.
set_up_words = Complete the steps in AWS below, fill in what is missing, then test. We test the connection before saving anything. This link works until { $until }.
which_bucket = Your bucket
more_about_bucket = The bucket’s name. You can also paste its s3:// address, its ARN, its URL from the AWS console, or an access point’s ARN.
details = Details
the_test = Test
test_reads = We list the folder and read one byte of one file, to be sure it works.
test_writes = We write one small file, { $file }, and try to delete it again, to be sure it works.
test_both = We list the folder and read one byte of one file. We also write one small file, { $file }, and try to delete it again, to be sure it works.
test_and_save = Test and save
test_and_replace = Test and replace
keep_present = Keep the current connection
things_to_change =
    { $count ->
        [one] One thing needs a change
       *[other] { $count } things need a change
    }
insert_variable = Insert a variable
insert = Insert
insert_what = Insert: { $what }
for_example = For example: { $place }
will_read = We will read files from { $place }
will_write = We will write files to { $place }
will_both = We will read files from and write files to { $place }
vendor_will_read = { $vendor } will read files from { $place }
vendor_will_write = { $vendor } will write files to { $place }
vendor_will_both = { $vendor } will read files from and write files to { $place }

## Descriptions of fields, unless the vendor wrote one

about_bucket = The bucket’s name. You can also paste its s3:// address, its ARN, its URL from the AWS console, or an access point’s ARN.
about_path_prefix = The folder inside the bucket. Leave it empty to use the whole bucket.
about_access_key_id = It begins with AKIA.
about_secret = AWS shows it only once, when you create the key.
about_external_id = This ID is yours alone. Your role has to require it, so that nobody else can reach your data through us. It is not a secret.
about_role_arn = You find it on the role’s page in IAM.
about_region = If you leave it empty, we find the region for you.
about_kms_key = Needed only if the bucket is encrypted with your own KMS key.
about_bucket_owner = The 12-digit ID of the AWS account that owns the bucket.
about_endpoint = Needed only for a store that isn’t AWS. It begins with https://.
store_hint_r2 = **Cloudflare R2:** create an R2 API token with the permission **Object Read & Write** for this bucket, or **Object Read only** if we only read. Enter its Access Key ID and its Secret Access Key.
store_hint_b2 = **Backblaze B2:** create an application key for this bucket. The **keyID** is the access key ID, and the **applicationKey** is the secret. The master key doesn’t work here.
store_hint_wasabi = **Wasabi:** create an access key for a sub-user whose policy allows this bucket only. The root user’s key could do everything.
store_hint_gcs = **Google Cloud Storage:** create an HMAC key under **Settings** › **Interoperability**, for a service account that has the role **Storage Object User** for this bucket.
store_hint_hetzner = **Hetzner Object Storage:** create S3 credentials in the Hetzner Console. They reach every bucket of the project, unless a bucket policy limits them.
store_hint_spaces = **DigitalOcean Spaces:** create an access key with **Limited Access** to this bucket. The permission **Read** is enough if we only read.

## Access

access = Access
how_to_give_access = How do you want to give access?
recommended = Recommended
access_keys = Access keys
access_keys_words = The access key of an IAM user. We store it encrypted.
access_role = Role
access_role_words = No secret changes hands.

## Forwarded links

somebody_else = Does somebody else manage your AWS account? Send them a link to this form. They see what you entered, but never a secret.
your_name = Your name
not_the_admin = Ask my AWS admin
forward_message_title = Message
forward_message = Please set up access to our S3 bucket { $bucket }. This page has everything that you need:
forward_message_for = Please give { $vendor } access to our S3 bucket { $bucket }. This page has everything that you need:
forward_message_until = The link works until { $until }.
send_this_link = Send this message to your AWS administrator.
link_for_admin = Link for your AWS administrator
link = Link
link_words = Whoever has this link can set up the connection until { $until }. They see what you entered here, but never a secret. They can’t change or remove an existing connection. This page tells you when they are done. Reload it if you are not sure.
handed_done = The bucket is connected
handed_done_words = There is nothing left to do here, and you can close this page. Whoever sent you the link sees the connection on their own page and can change it there.

## The check

checks = Checks
asking = Checking the connection…
waiting = AWS is still denying a request. IAM changes can take a few seconds to apply, so we’re retrying.
waiting_for_aws = Waiting for AWS
refused_so_far = AWS is still denying this. IAM changes can take a few seconds to apply, so we keep retrying for about { $seconds } seconds.
passed = Passed
failed = Failed
undetermined = Inconclusive
warning = Warning
skipped = Not checked
statement = Statement
statement_for = Statement for: { $about }
aws_answered = Technical details
aws_call = Call
aws_status = HTTP status
aws_code = Code
aws_request_id = Request ID
aws_extended_request_id = Extended request ID
everything_works = Everything works.
checks_failed =
    { $total ->
        [one] { $failed } of 1 check failed.
       *[other] { $failed } of { $total } checks failed.
    }
nothing_saved = Nothing was saved.
change_and_check = Fix what is marked, then check again. We repeat only the checks that didn’t pass.
correct_field = Correct it in the form
whole_policy = One policy with every permission that is needed
replace_policy = Replace everything in the policy with this. Or add only the statements below.
whole_trust_policy = The whole trust policy
replace_trust_policy = Replace everything in the role’s trust policy with this.
could_not_finish = We couldn’t finish the test. Nothing was saved.
not_your_fault = This doesn’t mean that something is wrong with what you entered. Try again in a minute.
check_again = Check again
try_again = Try again
retype = We don’t keep your secret until a test passes, so { $link } again before you check.
retype_link = type the secret access key
saved_but_failed = The connection is still saved, but it doesn’t work. Fix what is marked below, then check again.
saved_but_unfinished = We couldn’t finish the check. This doesn’t mean that something is wrong with the connection. Check again in a minute.

## Connected

connected_now = Connected. Everything works.
connected_still = Still connected. Everything works.
connected = Connected
connected_not_passed = Connected, but the last check didn’t pass
connected_broken = The connection doesn’t work: { $problem }
reads_from = We read files from { $place }
writes_to = We write files to { $place }
reads_and_writes = We read files from and write files to { $place }
vendor_reads_from = { $vendor } reads files from { $place }
vendor_writes_to = { $vendor } writes files to { $place }
vendor_reads_and_writes = { $vendor } reads files from and writes files to { $place }
fact_bucket = Bucket
fact_path_prefix = Path prefix
whole_bucket = the whole bucket
fact_account = AWS account
fact_region = Region
fact_key = Access key
fact_role = Role
secret_ends = secret ends in { $four }
connected_since = Connected since
last_checked = Last checked
left_behind = The test left one small file behind, because we’re not allowed to delete it: { $file }. You can delete it. Each later test writes it again.
done = Done
done_back = Done, back to { $vendor }
can_close = You’re done and can close this page.
change = Change
disconnect = Disconnect…
what_was_checked = What was checked
worth_knowing = Worth knowing
disconnect_question = Disconnect this bucket?
disconnect_words = We stop accessing { $bucket } and delete what we stored about the connection. Nothing changes in the bucket or in the account that owns it.
disconnect_yes = Yes, disconnect
disconnect_no = Keep it
disconnected = Disconnected
disconnected_words = We no longer have access through this connection, and we deleted what we stored about it. You can now delete the key or the role.
leave_question = Close without saving?
leave_words = What you entered has not been saved yet and will be lost.
leave_yes = Close
leave_no = Keep editing
connect_again = Connect again

## The setup guide. `**` marks what the AWS console calls something, which the page shows in bold.

make_key = How to create a key in AWS
make_role = How to create the role in AWS
setup_tabs = How do you want to set it up?
setup_console = Console
setup_fill_in = Put what you entered above into the texts below.
setup_fill_in_button = Fill in my bucket
setup_no_bucket = Enter the bucket first. Until then, the texts below say **{ $placeholder }**.
setup_sessions = The policy also has the statement **S3ConnectTemporaryCredentials**. With it, our programs can use temporary credentials, which allow no more than this policy does and expire within an hour.
setup_alias = This is the alias of an access point, and policies accept only its ARN. Enter the ARN as the bucket, or replace **{ $placeholder }** in the texts below with the ARN.
setup_access_point = S3 also checks the bucket’s own policy. Add this statement to it, with the name of your bucket, unless it already delegates access control to the access point:
bucket_policy = Bucket policy
download = Download
download_what = Download: { $what }
page_create_policy = IAM › Policies › Create policy
page_create_role = IAM › Roles › Create role
page_create_user = IAM › Users › Create user
page_create_stack = CloudFormation › Create stack
page_role = the role’s page in IAM
page_user_keys = the user’s security credentials in IAM
page_users = IAM › Users
quick_create = Open in the AWS console
quick_create_next = Everything is filled in there. Select **I acknowledge that AWS CloudFormation might create IAM resources** and choose **Create stack**.
cloudformation_upload = Upload the template yourself instead
make_policy = Open { $page }. Choose **JSON**, replace what is in the editor with this policy, and choose **Next**. Name the policy **{ $name }**, or choose another name, and choose **Create policy**.
make_user = Open { $page }. Name the user **{ $name }**, or choose another name, leave console access off, and choose **Next**. Choose **Attach policies directly**, select the policy that you just created, and choose **Next**, then **Create user**.
make_users_key = Open { $page } and choose **Create access key**. Choose **Third-party service**, select the confirmation, and choose **Next**, then **Create access key**.
make_key_of_user = Open { $page }, open that user, and choose **Security credentials › Create access key**. Choose **Third-party service**, select the confirmation, and choose **Next**, then **Create access key**.
paste_key = Paste both parts of the key below. AWS shows the secret only once.
make_trust = Open { $page }. Choose **Custom trust policy**, replace what is in the editor with this policy, and choose **Next**. It lets us in, but only with your external ID.
make_trust_unknown = This policy has to name our AWS identity, which we don’t know at the moment. Try again later.
make_role_last = Search for the policy from step 1, select it, and choose **Next**. Name the role **{ $name }**, or choose another name, and choose **Create role**.
paste_arn = Open { $page }, copy its **ARN**, and paste it below.
cloudformation_download = Download the template.
cloudformation_open = Open { $page }. Choose **Upload a template file**, choose the file that you downloaded, and choose **Next**.
cloudformation_name = Enter this stack name, or another one, and choose **Next**.
cloudformation_submit = Select **I acknowledge that AWS CloudFormation might create IAM resources** and choose **Next**, then **Submit**.
cloudformation_for_role = Wait until the status is **CREATE_COMPLETE**. Open the **Outputs** tab, copy the value of **RoleArn**, and paste it below.
cloudformation_for_keys = Wait until the status is **CREATE_COMPLETE**. Open the **Outputs** tab: the value of **UserName** is the name of the new user.
terraform_save = Save this file next to your other Terraform files.
terraform_run = Run **terraform apply** and answer **yes**.
terraform_for_role = Copy the ARN that it prints after **s3_connect_role_arn** and paste it below.
aws_cli_open = Open { $page } in the bucket’s account, or another terminal where the AWS CLI is signed in to it.
aws_cli_run = Copy this script, paste it there, and press Enter. If CloudShell warns about pasting several lines, choose **Paste**. You can run the script again: it updates what it created.
aws_cli_for_role = Copy the ARN that it prints and paste it below.
aws_cli_for_keys = Run the command that it prints last. It creates the key. Paste **AccessKeyId** and **SecretAccessKey** below.
iam_policy = IAM policy
trust_policy = Trust policy
cloudformation_template = CloudFormation template
aws_cli_script = AWS CLI script

## Texts of the script

island_checking = Checking.
island_offline = We couldn’t reach our server, or the connection was cut. Nothing has changed. What you entered is still here. Try again.
island_not_copied = Your browser didn’t allow copying. The text is selected, so you can copy it with the keyboard.
island_wrong_value = This value can’t be right. Test to see what is wrong with it.

## Pages with one message

reference = Reference: { $id }
go_back = Go back
go_back_to = Back to { $vendor }
nothing_lost = Nothing you saved is lost.
no_link_title = Open the link again
no_link_words = This page needs the complete link that you were given.
no_link_action = Go back to where you found the link and open it again. Nothing is lost.
not_found_title = Page not found
not_found_words = There is nothing at this address.
not_found_action = Check the address. If somebody gave you a link, go back to where you found it and open it again.
unknown_link_title = This link doesn’t work
unknown_link_words = We don’t know this link.
unknown_link_action = It may be incomplete. Go back to where you found it and open it again.
expired_link_title = This link has expired
expired_link_action = Links expire after a short time. Go back to where you found it and open a new one.
expired_forwarded_link_action = A link to set up access works for seven days, and ends when the bucket is disconnected. Ask whoever sent it to you for a new one.
not_for_forwarded_links_title = This link can’t do that
not_for_forwarded_links_words = You can use this link only to set up access.
not_for_forwarded_links_action = Whoever sent it to you can change or remove the connection on their own page.
already_connected_title = The bucket is connected
already_connected_words = Somebody connected the bucket in the meantime.
already_connected_action = Open the link again to see the connection.
unknown_action_title = This page was updated
unknown_action_words = It was open during an update, so we couldn’t tell what you wanted to do. Nothing was changed. What you entered is still here, except secrets.
unknown_action_action = Enter any secret again, then choose what to do.
too_many_checks_title = Too many checks at once
too_many_checks_words = Other checks of yours are still running, so we didn’t start this one.
too_many_checks_action = Try again in a moment.
rate_limited_title = Too many checks in a short time
rate_limited_words = Each check sends real requests, so you can start only a few each minute. Nothing was changed.
rate_limited_action = Wait a minute, then try again.
too_many_links_title = No new link for now
too_many_links_words = Ten links were created here within the last hour.
too_many_links_action = Send one of those, or try again later.
unknown_flow_title = This connection isn’t set up yet
unknown_flow_words = This link leads to something that doesn’t exist.
unknown_flow_action = Tell the people who sent you here. There is nothing that you can do yourself.
no_connection_title = There is no connection anymore
no_connection_words = Somebody removed it in the meantime.
no_connection_action = Open the link again to connect the bucket again.
too_large_title = That was too much text
too_large_words = What you sent is too large.
too_large_action = Go back, shorten what you entered, and try again.
did_not_work_title = That didn’t work
did_not_work_words = Something went wrong on our side. Nothing was changed.
busy_words = The server is busy. Try again in a moment.
cut_off_words = We received only a part of what you sent.
did_not_work_action = Try again in a minute. If it keeps happening, send us the reference below.
