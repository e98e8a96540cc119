# Was an einem einzelnen Feld nicht stimmt. Jede Meldung ist eine Zeile, die nichts als { $names } enthält.

## Der Zugriffsschlüssel

access_key_id_required = Geben Sie die Zugriffsschlüssel-ID ein.
access_key_id_wanted = Geben Sie die Zugriffsschlüssel-ID ein. Sie hat meist 20 Zeichen und beginnt mit AKIA.
access_key_id_temporary = Das ist ein temporärer Schlüssel (er beginnt mit ASIA), der von selbst abläuft. Geben Sie den Schlüssel eines IAM-Benutzers ein; er beginnt mit AKIA.
access_key_id_whole_line = Das ist mehr als die Zugriffsschlüssel-ID. Geben Sie hier nur { $id } ein; der geheime Zugriffsschlüssel hat ein eigenes Feld.
access_key_id_line_of_secret = Das ist die Zeile des geheimen Zugriffsschlüssels. Geben Sie in dessen Feld ein, was hinter dem „=“ steht, und hier die Zugriffsschlüssel-ID.
access_key_id_bad = Eine Zugriffsschlüssel-ID hat 16 bis 128 Buchstaben und Ziffern und beginnt meist mit AKIA.
secret_required = Geben Sie den geheimen Zugriffsschlüssel ein.
secret_wanted = Geben Sie den geheimen Zugriffsschlüssel ein. Er hat meist 40 Zeichen.
secret_whole_line = Das ist eine ganze Zeile. Geben Sie nur ein, was hinter dem „=“ steht.
secret_line_with_id = Diese Zeile enthält auch die Zugriffsschlüssel-ID. Geben Sie hier nur den geheimen Zugriffsschlüssel ein: was hinter dem Komma steht, wenn die Zeile aus der Datei der Konsole stammt.
secret_look_alike = Darin ist { $kind }; das kommt in keinem geheimen Zugriffsschlüssel vor. Kopieren Sie ihn noch einmal dort, wo AWS ihn angezeigt hat.
secret_bad = Ein geheimer Zugriffsschlüssel hat 40 Buchstaben, Ziffern, + oder /. Kopieren Sie ihn noch einmal, vollständig und ohne Leerzeichen.
secret_misplaced = Das sieht nach einem geheimen Zugriffsschlüssel aus. Dieses Feld wird nicht geheim gehalten. Geben Sie den Schlüssel nur in das Feld für den geheimen Zugriffsschlüssel ein.

## Was es stattdessen ist, und was gebraucht wird

looks_like = Das sieht aus wie { $what }. { $wanted }
what_secret = der geheime Zugriffsschlüssel
what_key_id = die Zugriffsschlüssel-ID
what_account = eine AWS-Konto-ID
what_external_id = die externe ID
what_email = eine E-Mail-Adresse
what_region = der Code einer Region
arn_of = Das ist der ARN { $kind }. { $wanted }
kind_role = einer Rolle
kind_user = eines Benutzers
kind_policy = einer Richtlinie
kind_group = einer Gruppe
kind_instance_profile = eines Instance-Profils
kind_account = eines Kontos
kind_session = einer Rollensitzung
kind_federated_user = eines Verbundbenutzers
kind_kms_key = eines KMS-Schlüssels
kind_access_point = eines Zugriffspunkts
kind_bucket = eines Buckets
kind_other = von etwas anderem

## Zeichen, die wie andere aussehen

look_alike = „{ $character }“ ({ $code }) ist { $kind } und sieht nur aus wie „{ $like }“. { $way_out }
look_alike_unseen = Darin ist { $kind } ({ $code }). { $way_out }
look_alike_by_hand = Tippen Sie den Wert von Hand, oder kopieren Sie ihn noch einmal.
look_alike_meant = Wahrscheinlich meinen Sie „{ $meant }“.
character_invisible = ein unsichtbares Zeichen
character_blank = ein besonderes Leerzeichen
character_greek = ein griechischer Buchstabe
character_cyrillic = ein kyrillischer Buchstabe
character_full_width = ein Zeichen in voller Breite
character_dash = ein typografischer Strich
character_quote = ein typografisches Anführungszeichen
character_special = ein Sonderzeichen

## ARNs und Partitionen

account_bad = Eine AWS-Konto-ID hat 12 Ziffern.
arn_whole = Geben Sie den ganzen ARN ein. Er sieht so aus: { $example }.
arn_too_long = Ein ARN hat höchstens 2.048 Zeichen.
partition_unknown = Der Teil nach „arn:“ muss aws, aws-cn oder aws-us-gov sein.
partition_out_of_reach = Das gehört zu { $name } ({ $code }). Partitionen von AWS können einander nicht erreichen, und wir arbeiten nur in aws, aws-cn und aws-us-gov.
partition_sovereign = der AWS European Sovereign Cloud

## Der Bucket

bucket_required = Geben Sie den Namen des Buckets ein.
bucket_or_really = Geben Sie den Namen des Buckets ein. Wenn der Bucket wirklich so heißt, geben Sie ein: s3://{ $name }
bucket_character = Ein Bucket-Name besteht nur aus Kleinbuchstaben, Ziffern, Punkten und Bindestrichen; dieser enthält { $found }.
bucket_character_meant = Ein Bucket-Name besteht nur aus Kleinbuchstaben, Ziffern, Punkten und Bindestrichen; dieser enthält { $found }. Wahrscheinlich meinen Sie „{ $meant }“.
found_blank = ein Leerzeichen
found_underscore = einen Unterstrich
found_capital = den Großbuchstaben „{ $letter }“
found_control = ein unsichtbares Steuerzeichen
found_character = „{ $character }“
found_code = „{ $character }“ ({ $code })
bucket_length = Ein Bucket-Name hat 3 bis 63 Zeichen; dieser hat { $length }.
bucket_edge = Ein Bucket-Name beginnt und endet mit einem Buchstaben oder einer Ziffer.
bucket_two_dots = In einem Bucket-Namen stehen nie zwei Punkte hintereinander.
bucket_ip_address = Ein Bucket-Name ist keine IP-Adresse.
bucket_reserved_start = AWS behält sich Namen vor, die mit „{ $start }“ beginnen; keiner Ihrer Buckets heißt so.
bucket_object_lambda = Das ist ein Object-Lambda-Zugriffspunkt. Er verändert Dateien beim Lesen, sodass wir sie nicht prüfen könnten. Geben Sie stattdessen den Bucket oder einen gewöhnlichen Zugriffspunkt ein.
bucket_outposts = Dieser Bucket liegt auf AWS Outposts und ist nur aus dessen eigenem Netzwerk erreichbar. Geben Sie stattdessen einen Bucket in einer AWS-Region ein.
bucket_multi_region = Das ist ein multiregionaler Zugriffspunkt. Er leitet jede Anfrage an den nächstgelegenen von mehreren Buckets, sodass ein Test nichts über die anderen aussagt. Geben Sie stattdessen einen der Buckets ein.
bucket_directory = Das ist ein Verzeichnis-Bucket (S3 Express One Zone). Der Zugriff darauf lässt sich nicht auf einen Ordner beschränken. Geben Sie stattdessen einen Allzweck-Bucket ein.
bucket_table = Das ist ein Tabellen-Bucket (S3 Tables). Er enthält Tabellen statt Dateien. Geben Sie stattdessen einen Allzweck-Bucket ein.
bucket_arn_cut = Dieser ARN ist abgeschnitten. Geben Sie den Namen des Buckets ein.
bucket_not_in_address = Diese Konsolenadresse nennt keinen Bucket. Öffnen Sie den Bucket und kopieren Sie die Adresse noch einmal, oder geben Sie seinen Namen ein.
bucket_not_s3 = Das ist keine Adresse von S3. Geben Sie den Namen des Buckets ein, zum Beispiel my-company-data.

## Das Pfadpräfix

path_leading_slash = Lassen Sie den Schrägstrich am Anfang weg: „{ $without }“.
path_control = An Stelle { $position } steht ein unsichtbares Steuerzeichen.
path_stray_brace = Die { $brace } an Stelle { $position } schließt nichts. Schreiben Sie { $twice } für eine Klammer im Pfad.
path_unclosed = Die { $brace } an Stelle { $position } wird nie geschlossen.
path_unclosed_meant = Die { $brace } an Stelle { $position } wird nie geschlossen. Vielleicht meinen Sie { $meant }.
path_unknown = { $variable } an Stelle { $position } ist keine Variable. Die Variablen sind { $variables }.
path_unknown_meant = { $variable } an Stelle { $position } ist keine Variable. Vielleicht meinen Sie { $meant }.
path_too_long = Der Pfad ist { $length } Bytes lang; S3 erlaubt { $most }.
path_two_slashes = Zwei Schrägstriche stehen hintereinander; S3 würde einen Ordner ohne Namen anlegen.
path_dots = „{ $segment }“ ist als eigener Ordner in einem Pfad nicht erlaubt.
path_slash_first = Der Pfad würde mit einem Schrägstrich beginnen.

## Die Rolle

role_required = Geben Sie den ARN der Rolle ein.
role_wanted = Geben Sie den ganzen ARN der Rolle ein; er sieht so aus: { $example }.
role_bad_account = Das Konto im ARN muss 12 Ziffern haben, wie in { $example }.
role_bad_name = Der Name einer Rolle hat 1 bis 64 Buchstaben, Ziffern oder _ + = , . @ -.
role_bad_path = Der Pfad vor dem Namen der Rolle ist nicht gültig.
role_identity_center = Diese Rolle gehört zu IAM Identity Center. Niemand kann ihre Vertrauensrichtlinie ändern, deshalb kann sie uns keinen Zugriff geben. Legen Sie in IAM eine andere Rolle an und geben Sie deren ARN ein.
role_service_linked = Das ist eine serviceverknüpfte Rolle, die nur ein AWS-Service benutzen kann. Legen Sie in IAM eine andere Rolle an und geben Sie deren ARN ein.
role_whole_line = Das ist mehr als der ARN der Rolle. Geben Sie nur { $arn } ein.
role_console_address = Das ist die Adresse einer Seite der AWS-Konsole. { $wanted } Die Seite der Rolle zeigt ihn an.
role_place_of_external_id = Sie gehört in die Vertrauensrichtlinie der Rolle. { $wanted }
role_name_only = Das scheint nur ein Name zu sein. { $wanted } Darin steht Ihre eigene Konto-ID.
role_session = Das ist der ARN einer Rollensitzung. Die Rolle selbst ist wahrscheinlich { $role }.
role_instance_profile = Das ist der ARN eines Instance-Profils. Geben Sie den ARN seiner Rolle ein, die oft genauso heißt: { $role }.
role_bucket = Das ist der ARN eines Buckets; er gehört in dessen Feld. Geben Sie den ARN der Rolle ein; er sieht so aus: { $example }.
role_of_other = Das ist der ARN { $kind }. Geben Sie den ARN der Rolle ein; er sieht so aus: { $example }.

## Felder für manche Buckets

region_bad = Geben Sie den Code der Region ein, zum Beispiel eu-west-1.
region_meant = Geben Sie den Code der Region ein, zum Beispiel eu-west-1. Wahrscheinlich meinen Sie { $meant }.
kms_alias = Das ist der ARN eines Alias. Geben Sie den ARN des Schlüssels selbst ein; er steht auf dessen Seite in KMS.
kms_bad = Geben Sie den ARN des Schlüssels ein. Er sieht so aus: { $example }.
