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
set_up_words = Sie wurden gebeten, den Zugriff auf einen Bucket einzurichten. Führen Sie die Schritte unten in AWS aus, ergänzen Sie, was fehlt, und testen Sie dann. Wir testen die Verbindung, bevor wir etwas speichern. Dieser Link gilt bis { $until }.
which_bucket = Welcher Bucket
more_about_bucket = Mehr zum Bucket
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
for_example = Zum Beispiel: { $place }
will_read = Wir werden Dateien lesen aus { $place }
will_write = Wir werden Dateien schreiben nach { $place }
will_both = Wir werden Dateien lesen und schreiben in { $place }
vendor_will_read = { $vendor } wird Dateien lesen aus { $place }
vendor_will_write = { $vendor } wird Dateien schreiben nach { $place }
vendor_will_both = { $vendor } wird Dateien lesen und schreiben in { $place }

## Wozu ein Feld da ist

about_bucket = Sein Name. Sie können auch seine s3://-Adresse, seinen ARN oder seine Adresse in der Konsole einfügen.
about_path_prefix = Der Ordner im Bucket. Lassen Sie das Feld leer für den ganzen Bucket.
about_access_key_id = Beginnt mit AKIA.
about_secret = AWS zeigt ihn nur einmal, wenn der Schlüssel angelegt wird.
about_external_id = Diese ID gehört nur Ihnen. Ihre Rolle muss sie verlangen, damit niemand sonst über uns an Ihre Daten kommt. Sie ist kein Geheimnis.
about_role_arn = Steht auf der Seite der Rolle in IAM.
about_region = Wird automatisch ermittelt, wenn das Feld leer ist.
about_kms_key = Nur wenn der Bucket mit einem eigenen Schlüssel verschlüsselt ist.
about_bucket_owner = Die 12 Ziffern des AWS-Kontos, dem der Bucket gehört.
about_endpoint = Nur für einen Speicher, der nicht AWS ist; beginnt mit https://.

## Zugriff

access = Zugriff
how_to_give_access = Wie möchten Sie Zugriff geben?
access_keys = Zugriffsschlüssel
access_keys_words = Der Schlüssel eines IAM-Benutzers, von uns verschlüsselt aufbewahrt.
access_role = Rolle
access_role_words = Es wird kein Geheimnis weitergegeben. Von AWS empfohlen.

## Ein Link zum Weitergeben

somebody_else = Verwaltet jemand anderes Ihr AWS-Konto? Erstellen Sie einen Link für diese Person. Ihre Eingaben bleiben hier erhalten.
not_the_admin = Ich verwalte AWS nicht
send_this_link = Schicken Sie diesen Link an die Person, die AWS verwaltet.
link_for_admin = Link für die Person, die AWS verwaltet
link = Link
link_words = Wer ihn hat, kann diese Verbindung bis { $until } einrichten: Diese Person sieht, was Sie hier eingegeben haben, aber nie etwas Geheimes, und kann nichts ändern oder entfernen, was verbunden ist. Laden Sie diese Seite neu, wenn alles erledigt ist.
handed_done = Der Bucket ist verbunden
handed_done_words = Hier ist nichts mehr zu tun. Wer Ihnen den Link geschickt hat, sieht die Verbindung auf der eigenen Seite und kann sie dort ändern.

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
nothing_saved = Es wurde nichts gespeichert.
change_and_check = Ändern Sie, was unten markiert ist, und prüfen Sie dann noch einmal: Nur was nicht bestanden wurde, wird erneut geprüft.
could_not_finish = Wir konnten den Test nicht beenden, und es wurde nichts gespeichert.
not_your_fault = Das heißt nicht, dass an Ihren Eingaben etwas falsch ist. Versuchen Sie es in einer Minute noch einmal.
check_again = Noch einmal prüfen
try_again = Noch einmal versuchen
retype = Bis ein Test bestanden ist, speichern wir nichts Geheimes: { $link } vorher noch einmal ein.
retype_link = Geben Sie den geheimen Zugriffsschlüssel
saved_but_failed = Die Verbindung ist noch gespeichert, funktioniert aber nicht. Ändern Sie, was unten markiert ist, und prüfen Sie dann noch einmal.
saved_but_unfinished = Wir konnten die Prüfung nicht beenden. Das heißt nicht, dass an der Verbindung etwas falsch ist. Prüfen Sie in einer Minute noch einmal.

## Verbunden

connected_now = Verbunden. Alles funktioniert.
connected_still = Weiterhin verbunden. Alles funktioniert.
connected = Verbunden
connected_not_passed = Verbunden, aber die letzte Prüfung wurde nicht bestanden
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
change = Ändern
disconnect = Trennen…
what_was_checked = Was geprüft wurde
worth_knowing = Gut zu wissen
disconnect_question = Diesen Bucket trennen?
disconnect_words = Wir werden { $bucket } nicht mehr erreichen. Wir löschen, was wir von der Verbindung gespeichert haben; im Bucket und in Ihrem Konto dort ändert sich nichts.
disconnect_yes = Ja, trennen
disconnect_no = Verbindung behalten
disconnected = Getrennt
disconnected_words = Wir haben über diese Verbindung keinen Zugriff mehr. Was wir davon gespeichert hatten, ist gelöscht. Sie können jetzt den Schlüssel oder die Rolle löschen.
connect_again = Wieder verbinden

## Was in AWS zu tun ist

make_key = So legen Sie in AWS einen Schlüssel an
make_role = So legen Sie in AWS die Rolle an
setup_tabs = Wie möchten Sie es einrichten?
setup_console = Konsole
setup_fill_in = Übernehmen Sie, was oben eingegeben ist, in die Texte unten.
setup_fill_in_button = Meinen Bucket einsetzen
setup_no_bucket = Geben Sie zuerst den Bucket ein. Bis dahin steht in den Texten unten **{ $placeholder }**.
download = Herunterladen
download_what = Herunterladen: { $what }
quick_create = In der AWS-Konsole öffnen
quick_create_next = Dort ist alles ausgefüllt; Sie sehen es durch und legen den Stack an. Oder nehmen Sie die Vorlage selbst:
make_policy = Öffnen Sie in der AWS-Konsole **IAM › Richtlinien › Richtlinie erstellen › JSON** und fügen Sie diese Richtlinie ein. Nennen Sie sie **{ $name }**, oder wie Sie möchten.
make_user = Öffnen Sie **IAM › Benutzer › Benutzer erstellen**. Nennen Sie den Benutzer **{ $name }**, oder wie Sie möchten, lassen Sie den Konsolenzugriff aus, wählen Sie **Richtlinien direkt anfügen** und haken Sie die eben erstellte Richtlinie an.
make_users_key = Öffnen Sie den Benutzer, dann **Sicherheitsanmeldeinformationen › Zugriffsschlüssel erstellen › Drittanbieter-Service**.
paste_key = Fügen Sie unten beide Teile des Schlüssels ein.
make_trust = Öffnen Sie **IAM › Rollen › Rolle erstellen › Benutzerdefinierte Vertrauensrichtlinie** und fügen Sie dies ein. Es lässt uns ein, aber nur mit Ihrer externen ID.
make_trust_unknown = Diese Richtlinie muss unsere AWS-Identität nennen, die gerade nicht bekannt ist. Versuchen Sie es später noch einmal.
make_role_last = Drücken Sie **Weiter**, haken Sie die Richtlinie aus Schritt 1 an, nennen Sie die Rolle **{ $name }**, oder wie Sie möchten, und erstellen Sie sie.
paste_arn = Kopieren Sie den ARN der Rolle von ihrer Seite und fügen Sie ihn unten ein.
cloudformation_for_role = Laden Sie die Vorlage herunter. Öffnen Sie in der AWS-Konsole **CloudFormation › Stack erstellen › Vorlagendatei hochladen**. Wenn der Stack fertig ist, kopieren Sie **RoleArn** aus seinen **Ausgaben** und fügen Sie ihn unten ein.
cloudformation_for_keys = Laden Sie die Vorlage herunter. Öffnen Sie in der AWS-Konsole **CloudFormation › Stack erstellen › Vorlagendatei hochladen**. Öffnen Sie dann den damit angelegten Benutzer, **Sicherheitsanmeldeinformationen › Zugriffsschlüssel erstellen › Drittanbieter-Service**, und fügen Sie unten beide Teile des Schlüssels ein.
terraform_for_role = Legen Sie dies neben Ihre anderen Dateien und führen Sie **terraform apply** aus. Es gibt den ARN der Rolle aus: Fügen Sie ihn unten ein.
terraform_for_keys = Legen Sie dies neben Ihre anderen Dateien und führen Sie **terraform apply** aus. Legen Sie dann in IAM einen Zugriffsschlüssel für den Benutzer an, und fügen Sie unten beide Teile des Schlüssels ein.
aws_cli_for_role = Führen Sie dies dort aus, wo die AWS CLI am Konto des Buckets angemeldet ist, zum Beispiel in der **AWS CloudShell**. Es gibt den ARN der Rolle aus: Fügen Sie ihn unten ein. Ein weiterer Lauf ändert nichts, oder bringt die Rolle auf den neuesten Stand.
aws_cli_for_keys = Führen Sie dies dort aus, wo die AWS CLI am Konto des Buckets angemeldet ist, zum Beispiel in der **AWS CloudShell**. Es gibt den Befehl aus, der den Schlüssel anlegt: Führen Sie ihn aus, und fügen Sie unten beide Teile des Schlüssels ein.
iam_policy = IAM-Richtlinie
trust_policy = Vertrauensrichtlinie
cloudformation_template = CloudFormation-Vorlage
aws_cli_script = AWS-CLI-Skript

## Was das Skript sagt

said_checking = Wird geprüft.
said_offline = Wir konnten unseren Server nicht erreichen, oder die Verbindung brach ab. Es hat sich nichts geändert; Ihre Eingaben sind noch da. Versuchen Sie es noch einmal.
said_not_copied = Der Browser hat das Kopieren nicht erlaubt. Der Text ist markiert: Kopieren Sie ihn mit der Tastatur.
said_unread = Dieser Wert kann nicht stimmen. Testen Sie, um zu sehen, was daran falsch ist.

## Seiten, die nur eines sagen

reference = Referenz: { $id }
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
