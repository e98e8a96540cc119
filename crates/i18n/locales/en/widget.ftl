# What the pages say. Names in braces that stand for something to press or to copy are put in by the page.

optional = (optional)
choose = Choose…
copy = Copy
copy_what = Copy: { $what }
copied = { $what } copied.
try_again_in_a_minute = Try again in a minute.

## The page around all states

sandbox = Sandbox.
sandbox_words = No real AWS is behind this page; the { $console } stands in for it.
sandbox_console = sandbox console

## The form

connect_title = Connect your S3 bucket
change_title = Change the connection
connect_words = Choose the bucket, and how we may reach it. Nothing is saved before it has been tested.
set_up_title = Set up access to a bucket
set_up_words = You were asked to set up access to a bucket. Do in AWS what is shown below, fill in what is missing, and test. Nothing is saved before it has been tested. This link works until { $until }.
which_bucket = Which bucket
more_about_bucket = More about the bucket
details = Details
the_test = The test
test_reads = It asks AWS for real: it lists the folder and reads one byte of one file.
test_writes = It asks AWS for real: it writes one small file, { $file }, and tries to delete it again.
test_both = It asks AWS for real: it lists the folder and reads one byte of one file, writes one small file, { $file }, and tries to delete it again.
test_and_save = Test and save
test_and_replace = Test and replace
keep_present = Keep the present one
things_to_change =
    { $count ->
        [one] One thing needs a change
       *[other] { $count } things need a change
    }
insert_variable = Insert a variable
for_example = For example: { $place }
will_read = We will read files from { $place }
will_write = We will write files to { $place }
will_both = We will read files from and write files to { $place }
vendor_will_read = { $vendor } will read files from { $place }
vendor_will_write = { $vendor } will write files to { $place }
vendor_will_both = { $vendor } will read files from and write files to { $place }

## What a field is for, where the vendor says nothing else

about_bucket = Its name. You can also paste its s3:// address, its ARN or its address in the console.
about_path_prefix = The folder inside the bucket. Leave it empty for the whole bucket.
about_access_key_id = Begins with AKIA.
about_secret = AWS shows it only once, when the key is made.
about_external_id = Made for you alone. Your role must ask for it, so that nobody else can come in through us. It is not a secret.
about_role_arn = Shown on the role’s page in IAM.
about_region = Found by itself when left empty.
about_kms_key = Only when the bucket is encrypted with a key of your own.
about_bucket_owner = The 12 digits of the AWS account that owns the bucket.
about_endpoint = Only for a store that is not AWS, beginning with https://.

## Access

access = Access
how_to_give_access = How do you want to give access?
access_keys = Access keys
access_keys_words = The key of an IAM user, kept encrypted by us.
access_role = Role
access_role_words = No secret changes hands. Recommended by AWS.

## A link to hand on

somebody_else = Does somebody else look after AWS? Get a link for them; what you entered stays.
not_the_admin = I am not the AWS admin
send_this_link = Send this link to your AWS administrator.
link_for_admin = Link for your AWS administrator
link = Link
link_words = Whoever has it can set up this connection until { $until }: they see what you entered here, never a secret, and cannot change or remove what is connected. Reload this page when they are done.
handed_done = The bucket is connected
handed_done_words = There is nothing left to do here. Whoever sent you the link sees the connection on their own page, and can change it there.

## The check

checks = Checks
asking = Asking AWS…
waiting = AWS refuses something so far. We keep asking, for a change in IAM takes some seconds to arrive.
waiting_for_aws = Waiting for AWS
refused_so_far = AWS refuses this so far. A change made in IAM takes some seconds to work everywhere, so we keep asking for about { $seconds } seconds.
passed = Passed
failed = Failed
undetermined = Could not tell
warning = Warning
skipped = Not checked
statement = Statement
statement_for = Statement for: { $about }
aws_answered = What AWS answered
aws_call = Call
aws_status = HTTP status
aws_code = Code
aws_request_id = Request ID
aws_extended_request_id = Extended request ID
everything_works = Everything works.
nothing_saved = Nothing was saved.
change_and_check = Change what is marked below, then check again: only what did not pass is asked once more.
could_not_finish = We could not finish the test, and nothing was saved.
not_your_fault = This does not mean that something is wrong with what you entered. Try again in a minute.
check_again = Check again
try_again = Try again
retype = We do not keep secrets, so { $link } again before you check.
retype_link = type the secret access key
saved_but_failed = The connection is still saved, but it does not work. Change what is marked below in AWS, then check again.
saved_but_unfinished = We could not finish the check. This does not mean that something is wrong with the connection. Check again in a minute.

## Connected

connected_now = Connected. Everything works.
connected_still = Still connected. Everything works.
connected = Connected
connected_not_passed = Connected, but the last check did not pass
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
left_behind = The test left one small file behind, for we have no right to delete: { $file }. You may delete it; each later test writes it anew.
change = Change
disconnect = Disconnect…
what_was_checked = What was checked
worth_knowing = Worth knowing
disconnect_question = Disconnect this bucket?
disconnect_words = We will no longer reach { $bucket }. We delete what we stored of the connection; nothing changes in your AWS account.
disconnect_yes = Yes, disconnect
disconnect_no = Keep it
disconnected = Disconnected
disconnected_words = We no longer have access through this connection. What we stored of it is deleted. In AWS you can now delete the key, or the role.
connect_again = Connect again

## What to do in AWS. What stands between two pairs of stars is what the console calls it.

make_key = How to make a key in AWS
make_role = How to make the role in AWS
setup_tabs = How do you want to set it up?
setup_console = Console
setup_fill_in = Put what is entered above into the texts below.
setup_fill_in_button = Fill in my bucket
setup_no_bucket = Enter the bucket first. Until then **{ $placeholder }** stands for it.
download = Download
download_what = Download: { $what }
quick_create = Open it in the AWS console
quick_create_next = Everything is filled in there; you look it over and create the stack. Or use the template itself:
make_policy = In the AWS console, open **IAM › Policies › Create policy › JSON** and paste this policy. Call it **{ $name }**, or as you like.
make_user = Open **IAM › Users › Create user**. Call the user **{ $name }**, or as you like, leave console access off, choose **Attach policies directly** and tick the policy you just made.
make_users_key = Open the user, then **Security credentials › Create access key › Third-party service**.
paste_key = Paste both parts of the key below.
make_trust = Open **IAM › Roles › Create role › Custom trust policy** and paste this. It lets us in, with your external ID only.
make_trust_unknown = We cannot be named in the policy at the moment. Please try again later.
make_role_last = Press **Next**, tick the policy of step 1, call the role **{ $name }**, or as you like, and create it.
paste_arn = Copy the role’s ARN from its page and paste it below.
cloudformation_for_role = Download the template. In the AWS console, open **CloudFormation › Create stack › Upload a template file**. When the stack is complete, copy **RoleArn** from its **Outputs** and paste it below.
cloudformation_for_keys = Download the template. In the AWS console, open **CloudFormation › Create stack › Upload a template file**. Then open the user it made, **Security credentials › Create access key › Third-party service**, and paste both parts of the key below.
terraform_for_role = Put this beside your other files and run **terraform apply**. It prints the role’s ARN: paste it below.
terraform_for_keys = Put this beside your other files and run **terraform apply**. Then make an access key for the user in IAM, and paste both parts below.
aws_cli_for_role = Run this where the AWS CLI is signed in to the account of the bucket; **AWS CloudShell** is. It prints the role’s ARN: paste it below. Running it again changes nothing, or brings the role up to date.
aws_cli_for_keys = Run this where the AWS CLI is signed in to the account of the bucket; **AWS CloudShell** is. It prints the command that makes the key: run it, and paste both parts below.
iam_policy = IAM policy
trust_policy = Trust policy
cloudformation_template = CloudFormation template
aws_cli_script = AWS CLI script

## What the script says

said_checking = Checking.
said_offline = We could not reach our server, or the connection was cut. Nothing was saved; what you entered is still here. Try again.
said_not_copied = The browser did not allow copying. The text is selected: copy it with the keyboard.
said_unread = This value cannot be right. What is wrong with it is said when you test.

## Pages that say one thing

reference = Reference: { $id }
nothing_lost = Nothing you saved is lost.
no_link_title = Open the link again
no_link_words = This page needs the link you were given; it is not complete.
no_link_action = Go back to where you found the link and open it again. Nothing is lost.
unknown_link_title = This link does not work
unknown_link_words = This connect link is not known.
unknown_link_action = It may be incomplete. Go back to where you found it and open it again.
expired_link_title = This link has expired
expired_link_action = Links live for a short time only. Go back to where you found it and open a new one.
expired_forwarded_link_action = A link to set up access lives for seven days, and ends when the bucket is disconnected. Ask whoever sent it to you for a new one.
not_for_forwarded_links_title = This link cannot do that
not_for_forwarded_links_words = This link is for setting up access only.
not_for_forwarded_links_action = Whoever sent it to you can change or remove the connection on their own page.
already_connected_title = The bucket is connected
already_connected_words = The bucket has been connected in the meantime.
already_connected_action = Open the link again to see the connection.
too_many_checks_title = Too many checks at once
too_many_checks_words = Other checks of yours are still running, so this one was not started.
too_many_checks_action = Try again in a moment.
rate_limited_title = Too many checks in a short time
rate_limited_words = Each check sends real requests, so only a few can start each minute. Nothing was changed.
rate_limited_action = Wait a minute, then try again.
too_many_links_title = No new link for now
too_many_links_words = Ten links were made here within the last hour.
too_many_links_action = Send one of those, or try again later.
unknown_flow_title = This connection is not set up yet
unknown_flow_words = What the link leads to does not exist.
unknown_flow_action = Please tell the people who sent you here; there is nothing you can do.
no_connection_title = There is no connection any more
no_connection_words = It was removed in the meantime.
no_connection_action = Open the link again to connect anew.
too_large_title = That was too much text
too_large_words = What you sent is too large.
too_large_action = Go back, shorten what you entered, and try again.
did_not_work_title = That did not work
did_not_work_words = Something went wrong on our side. Nothing was changed.
busy_words = The server is busy. Try again in a moment.
cut_off_words = What you sent did not arrive whole.
did_not_work_action = Try again in a minute. If it keeps happening, send us the reference below.
