# Was geschehen ist und was zu ändern ist. Was zu tun ist, hat `_do` hinter dem Namen der Ursache.

unknown_access_key = AWS kennt den Zugriffsschlüssel { $key } nicht. Er wurde gelöscht, deaktiviert oder falsch eingetippt.
unknown_access_key_do = Öffnen Sie in IAM die Sicherheitsanmeldeinformationen des Benutzers und sehen Sie nach, ob dieser Schlüssel da und aktiv ist. Oder legen Sie einen neuen an und fügen Sie beide Teile ein.
unknown_access_key_misread_do = Öffnen Sie in IAM die Sicherheitsanmeldeinformationen des Benutzers und sehen Sie nach, ob dieser Schlüssel da und aktiv ist. Oder legen Sie einen neuen an und fügen Sie beide Teile ein. In einer Schlüssel-ID kommen 0, 1, 8 und 9 nicht vor: Prüfen Sie, ob eine davon ein O, I, B oder ein anderer Buchstabe ist.
wrong_secret = AWS kennt den Zugriffsschlüssel { $key }, aber der geheime Zugriffsschlüssel gehört nicht dazu.
wrong_secret_do = Fügen Sie den geheimen Zugriffsschlüssel noch einmal ein, vollständig und ohne Leerzeichen. Ist er verloren, legen Sie einen neuen Schlüssel an: AWS zeigt den geheimen Teil nur einmal.
root_key = Das ist ein Schlüssel des Root-Benutzers, der im Konto alles darf. Wir nehmen ihn nicht an.
root_key_do = Legen Sie einen IAM-Benutzer an, der nur die hier gezeigte Richtlinie hat, und nehmen Sie dessen Schlüssel. Löschen Sie danach den Schlüssel des Root-Benutzers.
temporary_key = Der Zugriffsschlüssel { $key } ist temporär und läuft von selbst ab.
temporary_key_do = Nehmen Sie den Schlüssel eines IAM-Benutzers; er beginnt mit AKIA.
session_expired = Die Sitzung, die wir über Ihre Rolle hatten, endete vor dem Test.
role_not_assumable = AWS hat uns { $role } nicht übernehmen lassen und sagt nicht, warum: Die Rolle gibt es vielleicht nicht, ihre Vertrauensrichtlinie nennt uns vielleicht nicht, oder sie verlangt eine andere externe ID.
role_not_assumable_do = Prüfen Sie, ob { $role } der ARN der Rolle ist, und machen Sie dies zur einzigen Anweisung ihrer Vertrauensrichtlinie (IAM › Rollen › Ihre Rolle › Vertrauensbeziehungen).
invalid_role_arn = AWS nimmt { $role } nicht als ARN einer Rolle an.
invalid_role_arn_do = Kopieren Sie den ARN noch einmal von der Seite der Rolle in IAM. Er sieht so aus: arn:aws:iam::111122223333:role/name.
external_id_not_enforced = { $role } kann ohne Ihre externe ID übernommen werden. Jeder, der über uns handeln kann, könnte sie benutzen; deshalb wurde nichts gespeichert.
external_id_not_enforced_do = Machen Sie dies zur einzigen Anweisung der Vertrauensrichtlinie der Rolle (IAM › Rollen › Ihre Rolle › Vertrauensbeziehungen). Wenn Sie das eben getan haben, warten Sie eine Minute: AWS vergisst die alte erst nach einer Weile.
region_disabled = Der Anmeldedienst von AWS für Rollen und Schlüssel (STS) ist in Ihrem Konto für die Regionen abgeschaltet, in denen wir fragen.
region_disabled_do = Bitten Sie jemanden, der das Konto verwaltet, STS unter IAM › Kontoeinstellungen › Security Token Service zu aktivieren.
region_disabled_there_do = Bitten Sie jemanden, der das Konto verwaltet, STS für { $region } unter IAM › Kontoeinstellungen › Security Token Service zu aktivieren.
vendor_not_allowed = Unsere eigene AWS-Identität darf keine Rollen übernehmen.
vendor_not_allowed_by_network = Das Netz, über das unsere Server AWS erreichen, lässt diesen Aufruf nicht durch.
vendor_credentials = Unsere eigenen AWS-Anmeldedaten funktionieren nicht, deshalb konnten wir nicht fragen.
bucket_not_found = Es gibt keinen Bucket mit dem Namen „{ $bucket }“.
bucket_not_found_do = Prüfen Sie die Schreibweise in der S3-Konsole. Geben Sie nur den Namen ein, ohne s3:// und ohne den Pfad.
wrong_region = Der Bucket „{ $bucket }“ ist nicht in { $region }, und AWS hat nicht gesagt, wo er ist.
wrong_region_do = Die S3-Konsole zeigt die Region des Buckets neben seinem Namen. Geben Sie sie mit dem Bucket ein, zum Beispiel indem Sie die Adresse des Buckets aus der Konsole einfügen.
wrong_owner = Der Bucket „{ $bucket }“ gehört nicht zum Konto { $owner }.
wrong_owner_do = Prüfen Sie die Konto-ID des Eigentümers und den Namen des Buckets. Wenn jemand anderes einen Bucket dieses Namens hat, hätten wir nicht Ihren benutzt.

list_denied = { $who-start } darf die Dateien in { $place } nicht auflisten.
get_denied = { $who-start } darf die Dateien in { $place } nicht lesen.
put_denied = { $who-start } darf keine Dateien nach { $place } schreiben.
add_statement_do = Fügen Sie diese Anweisung der Richtlinie { $who-of } hinzu.
add_to_bucket_policy_do = Der Bucket gehört einem anderen Konto. Bitten Sie dort darum, diese Anweisung der Richtlinie des Buckets „{ $bucket }“ hinzuzufügen.
add_without_reason_do = Fügen Sie diese Anweisung der Richtlinie { $who-of } hinzu. Wenn sie schon da ist und der Bucket einem anderen Konto gehört, bitten Sie dort darum, sie auch der Bucket-Richtlinie hinzuzufügen, mit "Principal": {"{"}"AWS": "{ $arn }"{"}"}. Sonst steht die Richtlinie des Buckets oder eine Ihrer Organisation dagegen.
add_without_reason_or_owner_do = Fügen Sie diese Anweisung der Richtlinie { $who-of } hinzu. Wenn sie schon da ist und der Bucket einem anderen Konto gehört, bitten Sie dort darum, sie auch der Bucket-Richtlinie hinzuzufügen, mit "Principal": {"{"}"AWS": "{ $arn }"{"}"}. Sonst steht die Richtlinie des Buckets oder eine Ihrer Organisation dagegen. Oder der Bucket gehört, anders als angegeben, nicht zum Konto { $owner }.
kms_denied = Die Dateien in { $place } sind mit { $key } verschlüsselt, und { $who } darf ihn nicht benutzen{ $why }.
kms_denied_do = Fügen Sie diese Anweisung der Richtlinie { $who-of } hinzu. Auch die Richtlinie des Schlüssels selbst muss es erlauben: Das tut sie, wo sie die Entscheidung IAM überlässt, wie es bei AWS voreingestellt ist; sonst nehmen Sie { $who-whom } unter die Benutzer des Schlüssels auf.
kms_denied_unnamed_do = Erlauben Sie { $who-to }, den KMS-Schlüssel des Buckets zu benutzen: in der Richtlinie des Schlüssels, oder als einem seiner Benutzer in KMS.
kms_key_unusable = Der KMS-Schlüssel, der die Dateien in { $place } verschlüsselt, kann nicht benutzt werden{ $why }.
kms_key_unusable_do = Öffnen Sie den Schlüssel in KMS: Er muss in der Region des Buckets liegen, aktiviert sein und darf nicht zur Löschung vorgemerkt sein.

explicit_deny = { $action } ist durch { $by } ausdrücklich verboten. Weitere Berechtigungen helfen dagegen nicht.
explicit_deny_unnamed = Das ist durch { $by } ausdrücklich verboten. Weitere Berechtigungen helfen dagegen nicht.
explicit_deny_identity_do = Suchen Sie in IAM in den Richtlinien { $who-of } nach einer Anweisung mit "Effect": "Deny" und nehmen Sie sie heraus, oder machen Sie eine Ausnahme.
explicit_deny_bucket_do = Suchen Sie unter S3 › Berechtigungen › Bucket-Richtlinie nach einer Anweisung mit "Effect": "Deny". Meist verlangt sie bestimmte Netze (aws:SourceIp, aws:SourceVpc, aws:SourceVpce), eine Organisation (aws:PrincipalOrgID), MFA oder Verschlüsselung. Machen Sie eine Ausnahme für { $who-whom }.
explicit_deny_kms_do = Suchen Sie unter KMS › Ihr Schlüssel › Schlüsselrichtlinie nach einer Anweisung mit "Effect": "Deny" und machen Sie eine Ausnahme für { $who-whom }.
explicit_deny_trust_do = Nehmen Sie unter IAM › Rollen › Ihre Rolle › Vertrauensbeziehungen die Anweisung mit "Effect": "Deny" heraus.
explicit_deny_boundary_do = Wer die Berechtigungsgrenzen des Kontos verwaltet, muss das Verbot herausnehmen.
explicit_deny_scp_do = Nur wer Ihre AWS-Organisation verwaltet, kann das aufheben; in diesem Konto geht es nicht.
explicit_deny_rcp_do = Nur wer Ihre AWS-Organisation verwaltet, kann das aufheben: meist, indem unser Konto zu denen hinzukommt, die ihre Buckets erreichen dürfen.
explicit_deny_do = Suchen Sie nach einer Anweisung mit "Effect": "Deny": in der Richtlinie des Buckets, in denen des Benutzers oder der Rolle, in der Berechtigungsgrenze und in den Richtlinien Ihrer Organisation.
by_policy_of = eine Richtlinie { $who-of }
by_bucket_policy = die Richtlinie des Buckets „{ $bucket }“
by_kms_policy = die Richtlinie des KMS-Schlüssels
by_trust_policy = die Vertrauensrichtlinie der Rolle
by_boundary = die Berechtigungsgrenze { $who-of }
by_scp = eine Service-Kontrollrichtlinie (SCP) Ihrer Organisation
by_rcp = eine Ressourcenkontrollrichtlinie (RCP) Ihrer Organisation
by_a_policy = eine Richtlinie

limited_by_boundary = Die Berechtigungsgrenze { $who-of } lässt { $action } nicht zu, was auch immer andere Richtlinien erlauben.
limited_by_boundary_do = Fügen Sie diese Anweisung der Richtlinie der Berechtigungsgrenze hinzu, neben der des Benutzers oder der Rolle selbst.
limited_by_scp = Eine Service-Kontrollrichtlinie (SCP) Ihrer Organisation lässt { $action } nicht zu, was auch immer andere Richtlinien erlauben.
limited_by_rcp = Eine Ressourcenkontrollrichtlinie (RCP) Ihrer Organisation lässt { $action } nicht zu, was auch immer andere Richtlinien erlauben.
limited_by_organization_do = Nur wer Ihre AWS-Organisation verwaltet, kann diese Richtlinie erweitern; in diesem Konto geht es nicht.
limited_by_policy = Eine übergeordnete Richtlinie lässt { $action } nicht zu, was auch immer andere Richtlinien erlauben.
limited_by_policy_do = Bitten Sie jemanden, der das Konto verwaltet, es auch dort zu erlauben.

encryption_required = { $place } nimmt Dateien nur an, wenn beim Hochladen Verschlüsselung verlangt wird ({ $encryption }).
encryption_required_do = Nehmen Sie die Anweisung, die unverschlüsselte Uploads verbietet, aus der Bucket-Richtlinie heraus. S3 verschlüsselt seit Januar 2023 jede neue Datei von selbst; es geht also nichts verloren.
encryption_required_kms_do = Geben Sie den ARN des KMS-Schlüssels ein, wenn dieses Formular ein Feld dafür hat. Oder machen Sie diesen Schlüssel zur Standardverschlüsselung des Buckets und nehmen Sie die Anweisung, die andere Uploads verbietet, aus der Bucket-Richtlinie heraus: S3 verschlüsselt dann jede Datei damit.
requester_pays = „{ $bucket }“ ist ein Bucket mit Zahlung durch den Anforderer: Wer Dateien daraus abruft, bezahlt dafür und muss das ausdrücklich sagen.
requester_pays_do = Wir übernehmen die Kosten der Anfragen nicht. Schalten Sie „Zahlung durch Anforderer“ für diesen Bucket ab (S3 › Eigenschaften › Zahlung durch Anforderer), oder verbinden Sie einen anderen.
account_suspended = AWS hat das Konto hinter „{ $bucket }“ geschlossen oder gesperrt, oder es kann S3 noch nicht nutzen{ $why }.
account_suspended_do = Melden Sie sich als Inhaber des Kontos an der AWS-Konsole an; ein Hinweis dort oder der AWS Support sagt, was fehlt.
not_s3 = Was unter { $store } antwortet, ist kein S3-Dienst.
not_s3_do = Geben Sie die Adresse der S3-Schnittstelle des Speichers ein. Sie ist oft eine andere als die seiner Weboberfläche.
archived_object = „{ $object }“ darf gelesen werden, ist aber archiviert und muss erst wiederhergestellt werden.
archived_object_do = Stellen Sie die archivierten Dateien wieder her, die wir lesen sollen, oder sorgen Sie mit der Lebenszyklusregel dafür, dass neue nicht archiviert werden. Archivierte überspringen wir.
clock_skew = Die Uhr unseres Servers weicht von der von AWS ab.
bad_request = AWS hatte an unserer Anfrage etwas auszusetzen{ $why }, deshalb konnte das nicht geprüft werden.
throttled = { $store } hat uns gebeten, langsamer zu fragen, deshalb konnte das nicht geprüft werden.
timeout = { $store } hat nicht rechtzeitig geantwortet, deshalb konnte das nicht geprüft werden.
dns_failure = Die Adresse von { $store } wurde nicht gefunden, deshalb konnte das nicht geprüft werden.
dns_failure_region_do = Wenn die Region { $region } hier eingegeben wurde, prüfen Sie, ob AWS eine dieses Namens hat. Sonst versuchen Sie es in einer Minute noch einmal.
unreachable = { $store } war nicht zu erreichen, deshalb konnte das nicht geprüft werden.
connection_lost = Die Verbindung zu { $store } ging verloren, deshalb konnte das nicht geprüft werden.
tls_failure = Zu { $store } kam keine sichere Verbindung zustande, deshalb konnte das nicht geprüft werden.
tls_failure_do = Das Zertifikat muss für diese Adresse gültig und von einer allgemein anerkannten Stelle ausgestellt sein.
server_error = { $store } hat mit einem eigenen Fehler geantwortet, deshalb konnte das nicht geprüft werden.
bad_answer = Etwas zwischen uns und AWS hat an dessen Stelle geantwortet, oder die Antwort war nicht zu lesen; deshalb konnte das nicht geprüft werden.
unknown_refusal = AWS hat mit „{ $code }“ geantwortet; das kennen wir nicht.
unknown_refusal_of_store = Der Speicher hat mit „{ $code }“ geantwortet; das kennen wir nicht.
unknown_refusal_do = Geben Sie den Code und die Anfrage-ID von AWS, unten gezeigt, an die Person weiter, die Ihr AWS-Konto betreut.
overlapping_prefix = Eine andere Verbindung benutzt { $place } ebenfalls. Ihre Dateien und die anderer könnten nebeneinander zu liegen kommen.
overlapping_prefix_do = Nehmen Sie einen Bucket oder einen Ordner für sich allein, oder setzen Sie { $variable } in das Pfadpräfix.
broad_access = { $who-start } kann jeden Bucket des Kontos sehen und darf daher vielleicht viel mehr, als diese Verbindung braucht.
broad_access_do = Es funktioniert so, wie es ist. Um sicherzugehen, geben Sie { $who-to } nur die Richtlinie, die dieses Formular unter „Zugriff“ zeigt (bei einer Verbindung: „Ändern“ drücken).
keys_not_preferred = Diese Verbindung benutzt einen Zugriffsschlüssel. Eine Rolle wäre sicherer: Es wird kein Geheimnis weitergegeben, und Sie können unseren Zugriff jederzeit beenden.
keys_not_preferred_do = Es funktioniert so, wie es ist. Wenn Sie einen Moment Zeit haben, wählen Sie „Ändern“ und verbinden Sie den Bucket über eine Rolle.
keys_not_offered = Diese Verbindung benutzt einen Zugriffsschlüssel. Inzwischen fragen wir stattdessen nach einer Rolle: Es wird kein Geheimnis weitergegeben, und Sie können unseren Zugriff jederzeit beenden.
keys_not_offered_do = Sie bleibt bestehen, bis Sie sie ändern. Wählen Sie „Ändern“ und verbinden Sie den Bucket über eine Rolle.
role_not_offered = Diese Verbindung benutzt eine Rolle. Inzwischen fragen wir stattdessen nach einem Zugriffsschlüssel.
role_not_offered_do = Sie bleibt bestehen, bis Sie sie ändern. Wählen Sie „Ändern“ und verbinden Sie den Bucket über einen Zugriffsschlüssel.
old_external_id = { $role } verlangt Ihre alte externe ID. Für Sie wurde eine neue erzeugt; sie gilt, sobald die Rolle sie kennt.
old_external_id_do = Machen Sie dies zur einzigen Anweisung der Vertrauensrichtlinie der Rolle; sie nennt die neue externe ID und vorerst auch die alte. Prüfen Sie dann noch einmal.
versioned_residue = „{ $bucket }“ bewahrt Versionen auf; die Version von „{ $object }“, die dieser Test geschrieben hat, bleibt deshalb.
versioned_residue_do = Sie enthält eine Zeile Text und kann gelöscht werden.

## Was bei mehreren zu tun ist

try_again_do = An Ihren Eingaben ist nichts falsch, soweit wir das sagen können. Versuchen Sie es in einer Minute noch einmal.
our_side_do = Das liegt an uns, nicht an Ihnen. Ihre Eingaben bleiben erhalten; bitte sagen Sie uns Bescheid und versuchen Sie es später noch einmal.
endpoint_do = Prüfen Sie die Schreibweise des Endpunkts, und ob er aus dem Internet erreichbar ist. Versuchen Sie es dann noch einmal.
principal_unknown_do = Unsere eigene AWS-Identität ist gerade nicht bekannt. Bitte versuchen Sie es später noch einmal.

## Um wessen Rechte es geht: wer, wessen (of), wem (to), wen (whom), am Satzanfang (start)

who_role = die Rolle „{ $name }“
    .start = Die Rolle „{ $name }“
    .of = der Rolle „{ $name }“
    .to = der Rolle „{ $name }“
    .whom = die Rolle „{ $name }“
who_user = der Benutzer „{ $name }“
    .start = Der Benutzer „{ $name }“
    .of = des Benutzers „{ $name }“
    .to = dem Benutzer „{ $name }“
    .whom = den Benutzer „{ $name }“
who_key = der Benutzer des Schlüssels
    .start = Der Benutzer des Schlüssels
    .of = des Benutzers, dem der Schlüssel gehört
    .to = dem Benutzer des Schlüssels
    .whom = den Benutzer des Schlüssels
who_arn = { $arn }
    .start = { $arn }
    .of = von { $arn }
    .to = { $arn }
    .whom = { $arn }

## Was nicht mit Namen bekannt ist

some_key = des Benutzers
some_role = die Rolle
some_bucket = der Bucket
some_region = der Region, in der wir gefragt haben
some_owner = Ihrer Angabe
some_action = diese Aktion
some_encryption = serverseitige Verschlüsselung
some_file = die Datei
some_test_file = die Testdatei
some_code = kein Code
some_users_arn = ARN des Benutzers, dem der Schlüssel gehört
some_kms_key = einem KMS-Schlüssel
named_kms_key = dem KMS-Schlüssel { $arn }
