# Was die Seiten sagen.

optional = (optional)
choose = Auswählen…
copy = Kopieren
copy_what = Kopieren: { $what }
copied = { $what }: kopiert.
try_again_in_a_minute = Versuchen Sie es in einer Minute noch einmal.

## Die Seite um alles herum

sandbox = Sandbox.
sandbox_words = Diese Seite arbeitet mit einem simulierten AWS, das Sie in der { $console } verwalten.
sandbox_console = Sandbox-Konsole

## Das Formular

connect_title = Verbinden Sie Ihren S3-Bucket
change_title = Verbindung ändern
connect_words = Wählen Sie einen Bucket und wie wir darauf zugreifen sollen. Wir testen die Verbindung, bevor wir etwas speichern.
set_up_title = Zugriff auf einen Bucket einrichten
set_up_asked = Sie wurden gebeten, den Zugriff auf einen Bucket einzurichten.
set_up_asked_by = { $name } bittet Sie, den Zugriff auf einen Bucket einzurichten.
set_up_asked_for = Sie wurden gebeten, { $vendor } Zugriff auf einen Bucket zu geben.
set_up_asked_by_for = { $name } bittet Sie, { $vendor } Zugriff auf einen Bucket zu geben.
set_up_words = Führen Sie die Schritte unten in AWS aus, ergänzen Sie, was fehlt, und testen Sie dann. Wir testen die Verbindung, bevor wir etwas speichern. Dieser Link gilt bis { $until }.
which_bucket = Welcher Bucket
more_about_bucket = Sein Name. Sie können auch seine s3://-Adresse, seinen ARN, seine Adresse in der Konsole oder den ARN eines Zugriffspunkts einfügen.
details = Weitere Angaben
the_test = Test
test_reads = Wir listen den Ordner auf und lesen ein Byte einer Datei, um sicher zu sein, dass es funktioniert.
test_writes = Wir schreiben eine kleine Datei, { $file }, und versuchen, sie wieder zu löschen, um sicher zu sein, dass es funktioniert.
test_both = Wir listen den Ordner auf und lesen ein Byte einer Datei. Außerdem schreiben wir eine kleine Datei, { $file }, und versuchen, sie wieder zu löschen, um sicher zu sein, dass es funktioniert.
test_and_save = Testen und speichern
test_and_replace = Testen und ersetzen
keep_present = Die bisherige behalten
things_to_change =
    { $count ->
        [one] Eine Angabe muss geändert werden
       *[other] { $count } Angaben müssen geändert werden
    }
insert_variable = Variable einfügen
insert = Einfügen
insert_what = Einfügen: { $what }
for_example = Zum Beispiel: { $place }
will_read = Wir werden Dateien lesen aus { $place }
will_write = Wir werden Dateien schreiben nach { $place }
will_both = Wir werden Dateien lesen und schreiben in { $place }
vendor_will_read = { $vendor } wird Dateien lesen aus { $place }
vendor_will_write = { $vendor } wird Dateien schreiben nach { $place }
vendor_will_both = { $vendor } wird Dateien lesen und schreiben in { $place }

## Wozu ein Feld da ist

about_bucket = Sein Name. Sie können auch seine s3://-Adresse, seinen ARN, seine Adresse in der Konsole oder den ARN eines Zugriffspunkts einfügen.
about_path_prefix = Der Ordner im Bucket. Lassen Sie das Feld leer für den ganzen Bucket.
about_access_key_id = Beginnt mit AKIA.
about_secret = AWS zeigt ihn nur einmal, wenn der Schlüssel angelegt wird.
about_external_id = Diese ID gehört nur Ihnen. Ihre Rolle muss sie verlangen, damit niemand sonst über uns an Ihre Daten kommt. Sie ist kein Geheimnis.
about_role_arn = Steht auf der Seite der Rolle in IAM.
about_region = Wird automatisch ermittelt, wenn das Feld leer ist.
about_kms_key = Nur wenn der Bucket mit einem eigenen Schlüssel verschlüsselt ist.
about_bucket_owner = Die 12 Ziffern des AWS-Kontos, dem der Bucket gehört.
about_endpoint = Nur für einen Speicher, der nicht AWS ist; beginnt mit https://.
store_hint_r2 = **Cloudflare R2:** Erstellen Sie ein R2-API-Token mit der Berechtigung **Object Read & Write** für diesen Bucket, oder **Object Read only**, wenn wir nur lesen. Geben Sie dessen Access Key ID und Secret Access Key ein.
store_hint_b2 = **Backblaze B2:** Erstellen Sie einen Application Key für diesen Bucket. Die **keyID** ist die Zugriffsschlüssel-ID und der **applicationKey** das Geheimnis. Der Master-Schlüssel funktioniert hier nicht.
store_hint_wasabi = **Wasabi:** Erstellen Sie einen Zugriffsschlüssel für einen Sub-User, dessen Richtlinie nur diesen Bucket erlaubt. Mit dem Schlüssel des Root-Benutzers wäre alles möglich.
store_hint_gcs = **Google Cloud Storage:** Erstellen Sie unter **Einstellungen** › **Interoperabilität** einen HMAC-Schlüssel für ein Dienstkonto, das für diesen Bucket die Rolle **Storage Object User** hat.
store_hint_hetzner = **Hetzner Object Storage:** Erstellen Sie S3-Zugangsdaten in der Hetzner Console. Sie gelten für alle Buckets des Projekts, sofern keine Bucket-Richtlinie sie einschränkt.
store_hint_spaces = **DigitalOcean Spaces:** Erstellen Sie einen Zugriffsschlüssel mit **Limited Access** auf diesen Bucket. Die Berechtigung **Read** genügt, wenn wir nur lesen.

## Zugriff

access = Zugriff
how_to_give_access = Wie möchten Sie Zugriff geben?
recommended = Empfohlen
access_keys = Zugriffsschlüssel
access_keys_words = Der Schlüssel eines IAM-Benutzers, von uns verschlüsselt aufbewahrt.
access_role = Rolle
access_role_words = Es wird kein Geheimnis weitergegeben.

## Ein Link zum Weitergeben

somebody_else = Verwaltet jemand anderes Ihr AWS-Konto? Schicken Sie dieser Person einen Link zu diesem Formular. Sie sieht Ihre Eingaben, aber nie etwas Geheimes.
your_name = Ihr Name
not_the_admin = AWS-Administrator fragen
forward_message_title = Nachricht
forward_message = Bitte richten Sie den Zugriff auf unseren S3-Bucket { $bucket } ein. Auf dieser Seite steht alles, was dafür nötig ist:
forward_message_for = Bitte geben Sie { $vendor } Zugriff auf unseren S3-Bucket { $bucket }. Auf dieser Seite steht alles, was dafür nötig ist:
forward_message_until = Der Link gilt bis { $until }.
send_this_link = Schicken Sie diese Nachricht an die Person, die AWS verwaltet.
link_for_admin = Link für die Person, die AWS verwaltet
link = Link
link_words = Wer diesen Link hat, kann diese Verbindung bis { $until } einrichten: Diese Person sieht, was Sie hier eingegeben haben, aber nie etwas Geheimes, und kann keine bestehende Verbindung ändern oder entfernen. Diese Seite zeigt an, wenn alles erledigt ist. Laden Sie sie neu, wenn Sie nicht sicher sind.
handed_done = Der Bucket ist verbunden
handed_done_words = Hier ist nichts mehr zu tun. Sie können diese Seite schließen. Wer Ihnen den Link geschickt hat, sieht die Verbindung auf der eigenen Seite und kann sie dort ändern.

## Die Prüfung

checks = Prüfungen
asking = Die Verbindung wird geprüft…
waiting = AWS lehnt noch eine Anfrage ab. Änderungen in IAM wirken manchmal erst nach einigen Sekunden, deshalb versuchen wir es weiter.
waiting_for_aws = Wartet auf AWS
refused_so_far = AWS lehnt das noch ab. Änderungen in IAM wirken manchmal erst nach einigen Sekunden, deshalb versuchen wir es etwa { $seconds } Sekunden lang weiter.
passed = Bestanden
failed = Nicht bestanden
undetermined = Nicht feststellbar
warning = Hinweis
skipped = Nicht geprüft
statement = Anweisung
statement_for = Anweisung für: { $about }
aws_answered = Technische Details
aws_call = Aufruf
aws_status = HTTP-Status
aws_code = Code
aws_request_id = Anfrage-ID
aws_extended_request_id = Erweiterte Anfrage-ID
everything_works = Alles funktioniert.
checks_failed =
    { $total ->
        [one] { $failed } von 1 Prüfung nicht bestanden.
       *[other] { $failed } von { $total } Prüfungen nicht bestanden.
    }
nothing_saved = Es wurde nichts gespeichert.
change_and_check = Beheben Sie, was markiert ist, und prüfen Sie dann noch einmal. Nur was nicht bestanden wurde, wird erneut geprüft.
correct_field = Im Formular berichtigen
whole_policy = Eine Richtlinie mit allen nötigen Berechtigungen
replace_policy = Ersetzen Sie den gesamten Inhalt der Richtlinie durch diesen. Oder fügen Sie nur die Anweisungen unten hinzu.
whole_trust_policy = Die vollständige Vertrauensrichtlinie
replace_trust_policy = Ersetzen Sie den gesamten Inhalt der Vertrauensrichtlinie der Rolle durch diesen.
could_not_finish = Wir konnten den Test nicht beenden, und es wurde nichts gespeichert.
not_your_fault = Das heißt nicht, dass an Ihren Eingaben etwas falsch ist. Versuchen Sie es in einer Minute noch einmal.
check_again = Noch einmal prüfen
try_again = Noch einmal versuchen
retype = Bis ein Test bestanden ist, speichern wir nichts Geheimes: { $link } vorher noch einmal ein.
retype_link = Geben Sie den geheimen Zugriffsschlüssel
saved_but_failed = Die Verbindung ist noch gespeichert, funktioniert aber nicht. Beheben Sie, was unten markiert ist, und prüfen Sie dann noch einmal.
saved_but_unfinished = Wir konnten die Prüfung nicht beenden. Das heißt nicht, dass an der Verbindung etwas falsch ist. Prüfen Sie in einer Minute noch einmal.

## Verbunden

connected_now = Verbunden. Alles funktioniert.
connected_still = Weiterhin verbunden. Alles funktioniert.
connected = Verbunden
connected_not_passed = Verbunden, aber die letzte Prüfung wurde nicht bestanden
connected_broken = Die Verbindung funktioniert nicht: { $problem }
reads_from = Wir lesen Dateien aus { $place }
writes_to = Wir schreiben Dateien nach { $place }
reads_and_writes = Wir lesen und schreiben Dateien in { $place }
vendor_reads_from = { $vendor } liest Dateien aus { $place }
vendor_writes_to = { $vendor } schreibt Dateien nach { $place }
vendor_reads_and_writes = { $vendor } liest und schreibt Dateien in { $place }
fact_bucket = Bucket
fact_path_prefix = Pfadpräfix
whole_bucket = der ganze Bucket
fact_account = AWS-Konto
fact_region = Region
fact_key = Zugriffsschlüssel
fact_role = Rolle
secret_ends = geheimer Zugriffsschlüssel endet auf { $four }
connected_since = Verbunden seit
last_checked = Zuletzt geprüft
left_behind = Der Test hat eine kleine Datei zurückgelassen, denn wir dürfen nichts löschen: { $file }. Sie können sie löschen; jeder spätere Test schreibt sie neu.
done = Fertig
done_back = Fertig, zurück zu { $vendor }
can_close = Sie sind fertig und können diese Seite schließen.
change = Ändern
disconnect = Trennen…
what_was_checked = Was geprüft wurde
worth_knowing = Gut zu wissen
disconnect_question = Diesen Bucket trennen?
disconnect_words = Wir greifen dann nicht mehr auf { $bucket } zu und löschen, was wir über die Verbindung gespeichert haben. Im Bucket und in dem Konto, zu dem er gehört, ändert sich nichts.
disconnect_yes = Ja, trennen
disconnect_no = Verbindung behalten
disconnected = Getrennt
disconnected_words = Wir haben über diese Verbindung keinen Zugriff mehr. Was wir davon gespeichert hatten, ist gelöscht. Sie können jetzt den Schlüssel oder die Rolle löschen.
leave_question = Schließen, ohne zu speichern?
leave_words = Ihre Eingaben sind noch nicht gespeichert und gehen verloren.
leave_yes = Schließen
leave_no = Weiter bearbeiten
connect_again = Wieder verbinden

## Was in AWS zu tun ist

make_key = So legen Sie in AWS einen Schlüssel an
make_role = So legen Sie in AWS die Rolle an
setup_tabs = Wie möchten Sie es einrichten?
setup_console = Konsole
setup_fill_in = Übernehmen Sie, was oben eingegeben ist, in die Texte unten.
setup_fill_in_button = Meinen Bucket einsetzen
setup_no_bucket = Geben Sie zuerst den Bucket ein. Bis dahin steht in den Texten unten **{ $placeholder }**.
setup_sessions = Die Richtlinie enthält auch die Anweisung **S3ConnectTemporaryCredentials**. Damit können unsere Programme temporäre Anmeldeinformationen verwenden, die nicht mehr erlauben als diese Richtlinie und spätestens nach einer Stunde ablaufen.
setup_alias = Das ist der Alias eines Zugriffspunkts, und Richtlinien akzeptieren nur dessen ARN. Geben Sie den ARN als Bucket ein, oder ersetzen Sie **{ $placeholder }** in den Texten unten durch den ARN.
setup_access_point = S3 prüft auch die Richtlinie des Buckets selbst. Fügen Sie ihr diese Anweisung mit dem Namen Ihres Buckets hinzu, falls sie die Zugriffskontrolle nicht schon an den Zugriffspunkt delegiert:
bucket_policy = Bucket-Richtlinie
download = Herunterladen
download_what = Herunterladen: { $what }
page_create_policy = IAM › Richtlinien › Richtlinie erstellen
page_create_role = IAM › Rollen › Rolle erstellen
page_create_user = IAM › Benutzer › Benutzer erstellen
page_create_stack = CloudFormation › Stack erstellen
page_role = die Seite der Rolle in IAM
page_user_keys = die Sicherheitsanmeldeinformationen des Benutzers in IAM
page_users = IAM › Benutzer
quick_create = In der AWS-Konsole öffnen
quick_create_next = Dort ist schon alles ausgefüllt. Haken Sie **Ich erkenne an, dass AWS CloudFormation möglicherweise IAM-Ressourcen erstellt** an und wählen Sie **Stack erstellen**.
cloudformation_upload = Stattdessen die Vorlage selbst hochladen
make_policy = Öffnen Sie { $page }. Wählen Sie **JSON**, ersetzen Sie den Inhalt des Editors durch diese Richtlinie und wählen Sie **Weiter**. Nennen Sie die Richtlinie **{ $name }**, oder wie Sie möchten, und wählen Sie **Richtlinie erstellen**.
make_user = Öffnen Sie { $page }. Nennen Sie den Benutzer **{ $name }**, oder wie Sie möchten, lassen Sie den Konsolenzugriff aus und wählen Sie **Weiter**. Wählen Sie **Richtlinien direkt anfügen**, haken Sie die eben erstellte Richtlinie an und wählen Sie **Weiter**, dann **Benutzer erstellen**.
make_users_key = Öffnen Sie { $page } und wählen Sie **Zugriffsschlüssel erstellen**. Wählen Sie **Drittanbieter-Service**, haken Sie die Bestätigung an und wählen Sie **Weiter**, dann **Zugriffsschlüssel erstellen**.
make_key_of_user = Öffnen Sie { $page }, dann diesen Benutzer, und wählen Sie **Sicherheitsanmeldeinformationen › Zugriffsschlüssel erstellen**. Wählen Sie **Drittanbieter-Service**, haken Sie die Bestätigung an und wählen Sie **Weiter**, dann **Zugriffsschlüssel erstellen**.
paste_key = Fügen Sie unten beide Teile des Schlüssels ein. AWS zeigt den geheimen Teil nur einmal.
make_trust = Öffnen Sie { $page }. Wählen Sie **Benutzerdefinierte Vertrauensrichtlinie**, ersetzen Sie den Inhalt des Editors durch diese Richtlinie und wählen Sie **Weiter**. Die Richtlinie gibt uns Zugriff, aber nur mit Ihrer externen ID.
make_trust_unknown = Diese Richtlinie muss unsere AWS-Identität nennen, die gerade nicht bekannt ist. Versuchen Sie es später noch einmal.
make_role_last = Suchen Sie die Richtlinie aus Schritt 1, haken Sie sie an und wählen Sie **Weiter**. Nennen Sie die Rolle **{ $name }**, oder wie Sie möchten, und wählen Sie **Rolle erstellen**.
paste_arn = Öffnen Sie { $page }, kopieren Sie ihren **ARN** und fügen Sie ihn unten ein.
cloudformation_download = Laden Sie die Vorlage herunter.
cloudformation_open = Öffnen Sie { $page }. Wählen Sie **Vorlagendatei hochladen**, dann die heruntergeladene Datei, und wählen Sie **Weiter**.
cloudformation_name = Geben Sie diesen Stack-Namen ein, oder einen anderen, und wählen Sie **Weiter**.
cloudformation_submit = Haken Sie **Ich erkenne an, dass AWS CloudFormation möglicherweise IAM-Ressourcen erstellt** an und wählen Sie **Weiter**, dann **Absenden**.
cloudformation_for_role = Warten Sie, bis der Status **CREATE_COMPLETE** ist. Öffnen Sie den Reiter **Ausgaben**, kopieren Sie den Wert von **RoleArn** und fügen Sie ihn unten ein.
cloudformation_for_keys = Warten Sie, bis der Status **CREATE_COMPLETE** ist. Öffnen Sie den Reiter **Ausgaben**: Der Wert von **UserName** ist der Name des neuen Benutzers.
terraform_save = Speichern Sie diese Datei neben Ihren anderen Terraform-Dateien.
terraform_run = Führen Sie **terraform apply** aus und antworten Sie mit **yes**.
terraform_for_role = Kopieren Sie den ARN, der nach **s3_connect_role_arn** ausgegeben wird, und fügen Sie ihn unten ein.
aws_cli_open = Öffnen Sie { $page } im Konto des Buckets, oder ein anderes Terminal, in dem die AWS CLI bei diesem Konto angemeldet ist.
aws_cli_run = Kopieren Sie dieses Skript, fügen Sie es dort ein und drücken Sie die Eingabetaste. Wenn CloudShell vor mehrzeiligem Text warnt, wählen Sie **Einfügen**. Sie können das Skript noch einmal ausführen: Es aktualisiert, was es angelegt hat.
aws_cli_for_role = Kopieren Sie den ARN, der ausgegeben wird, und fügen Sie ihn unten ein.
aws_cli_for_keys = Führen Sie den Befehl aus, der zuletzt ausgegeben wird. Er legt den Schlüssel an. Fügen Sie **AccessKeyId** und **SecretAccessKey** unten ein.
iam_policy = IAM-Richtlinie
trust_policy = Vertrauensrichtlinie
cloudformation_template = CloudFormation-Vorlage
aws_cli_script = AWS-CLI-Skript

## Was das Skript sagt

island_checking = Wird geprüft.
island_offline = Wir konnten unseren Server nicht erreichen, oder die Verbindung brach ab. Es hat sich nichts geändert; Ihre Eingaben sind noch da. Versuchen Sie es noch einmal.
island_not_copied = Der Browser hat das Kopieren nicht erlaubt. Der Text ist markiert: Kopieren Sie ihn mit der Tastatur.
island_wrong_value = Dieser Wert kann nicht stimmen. Testen Sie, um zu sehen, was daran falsch ist.

## Seiten, die nur eines sagen

reference = Referenz: { $id }
go_back = Zurück
go_back_to = Zurück zu { $vendor }
nothing_lost = Nichts, was Sie gespeichert haben, ist verloren.
no_link_title = Öffnen Sie den Link noch einmal
no_link_words = Diese Seite braucht den vollständigen Link, den Sie bekommen haben.
no_link_action = Gehen Sie dorthin zurück, wo Sie den Link gefunden haben, und öffnen Sie ihn noch einmal. Nichts ist verloren.
not_found_title = Seite nicht gefunden
not_found_words = Unter dieser Adresse gibt es nichts.
not_found_action = Prüfen Sie die Adresse. Wenn Sie einen Link bekommen haben, gehen Sie dorthin zurück, wo Sie ihn gefunden haben, und öffnen Sie ihn noch einmal.
unknown_link_title = Dieser Link funktioniert nicht
unknown_link_words = Wir kennen diesen Link nicht.
unknown_link_action = Vielleicht ist er unvollständig. Gehen Sie dorthin zurück, wo Sie ihn gefunden haben, und öffnen Sie ihn noch einmal.
expired_link_title = Dieser Link ist abgelaufen
expired_link_action = Links gelten nur kurze Zeit. Gehen Sie dorthin zurück, wo Sie ihn gefunden haben, und öffnen Sie einen neuen.
expired_forwarded_link_action = Ein Link zum Einrichten gilt sieben Tage und endet, wenn der Bucket getrennt wird. Bitten Sie die Person, die ihn geschickt hat, um einen neuen.
not_for_forwarded_links_title = Dieser Link kann das nicht
not_for_forwarded_links_words = Dieser Link ist nur zum Einrichten des Zugriffs da.
not_for_forwarded_links_action = Wer ihn Ihnen geschickt hat, kann die Verbindung auf der eigenen Seite ändern oder entfernen.
already_connected_title = Der Bucket ist verbunden
already_connected_words = Der Bucket wurde in der Zwischenzeit verbunden.
already_connected_action = Öffnen Sie den Link noch einmal, um die Verbindung zu sehen.
unknown_action_title = Diese Seite wurde aktualisiert
unknown_action_words = Sie war während einer Aktualisierung geöffnet. Deshalb konnten wir nicht erkennen, was Sie tun wollten. Es wurde nichts geändert. Ihre Eingaben sind noch da, außer geheimen Werten.
unknown_action_action = Geben Sie geheime Werte noch einmal ein, und wählen Sie dann, was Sie tun möchten.
too_many_checks_title = Zu viele Prüfungen auf einmal
too_many_checks_words = Andere Prüfungen laufen noch, deshalb wurde diese nicht begonnen.
too_many_checks_action = Versuchen Sie es gleich noch einmal.
rate_limited_title = Zu viele Prüfungen in kurzer Zeit
rate_limited_words = Jede Prüfung sendet echte Anfragen, deshalb können pro Minute nur einige beginnen. Es wurde nichts geändert.
rate_limited_action = Warten Sie eine Minute und versuchen Sie es dann noch einmal.
too_many_links_title = Im Moment gibt es keinen neuen Link
too_many_links_words = Hier wurden in der letzten Stunde zehn Links erstellt.
too_many_links_action = Schicken Sie einen davon weiter, oder versuchen Sie es später noch einmal.
unknown_flow_title = Diese Verbindung ist noch nicht eingerichtet
unknown_flow_words = Das Ziel dieses Links gibt es nicht.
unknown_flow_action = Bitte sagen Sie denen Bescheid, die Sie hierher geschickt haben; Sie selbst können nichts tun.
no_connection_title = Es gibt keine Verbindung mehr
no_connection_words = Sie wurde in der Zwischenzeit entfernt.
no_connection_action = Öffnen Sie den Link noch einmal, um neu zu verbinden.
too_large_title = Das war zu viel Text
too_large_words = Was Sie geschickt haben, ist zu groß.
too_large_action = Gehen Sie zurück, kürzen Sie Ihre Eingaben und versuchen Sie es noch einmal.
did_not_work_title = Das hat nicht funktioniert
did_not_work_words = Auf unserer Seite ist etwas schiefgegangen. Es wurde nichts geändert.
busy_words = Der Server ist beschäftigt. Versuchen Sie es gleich noch einmal.
cut_off_words = Was Sie geschickt haben, ist nicht vollständig angekommen.
did_not_work_action = Versuchen Sie es in einer Minute noch einmal. Wenn es wieder geschieht, schicken Sie uns die Referenz unten.
