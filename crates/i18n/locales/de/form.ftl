# Was zum ganzen Formular gesagt wird, und zu Feldern, die nur der Server prüft.

## Die eigenen Felder des Anbieters

needed = „{ $label }“ wird gebraucht.
value_not_text = In dieses Feld gehört Text.
value_too_long = Dieser Wert hat { $length } Bytes; höchstens { $most } sind möglich.
value_nul = In diesem Wert steht ein unsichtbares NUL-Zeichen.
value_control = In diesem Wert steht ein unsichtbares Steuerzeichen.
value_not_boolean = In dieses Feld gehört true oder false.
value_not_number = In dieses Feld gehört eine Zahl, zum Beispiel 12 oder 0.5.
value_no_option = Wählen Sie eine der Möglichkeiten von „{ $label }“.
unknown_field = Diese Verbindung hat kein Feld „{ $name }“.
unknown_field_and_more = Diese Verbindung hat kein Feld „{ $name }“. Weitere unbekannte Felder: { $more }.

## Was berichtigt wurde

trimmed = Leerzeichen um den Wert herum wurden entfernt.
unquoted = Anführungszeichen um den Wert herum wurden entfernt.
bucket_split = Der Name des Buckets wurde aus dem entnommen, was Sie eingefügt haben: { $bucket }.
prefix_split = Das Pfadpräfix wurde aus dem entnommen, was Sie eingefügt haben: { $prefix }
external_id_edited = Das ist nicht Ihre externe ID. Ihre ist { $own }, und Sie können sie nicht ändern. Tragen Sie sie in die Vertrauensrichtlinie der Rolle ein.

## Felder, die nicht zusammenpassen

swapped_secret_here = Diese beiden sind vertauscht: Hier steht der geheime Zugriffsschlüssel. Geben Sie die Zugriffsschlüssel-ID ein, die mit AKIA beginnt.
swapped_id_here = Diese beiden sind vertauscht: Hier steht die Zugriffsschlüssel-ID. Geben Sie den geheimen Zugriffsschlüssel ein, den längeren von beiden.
access_not_offered = Diese Art des Zugriffs wird hier nicht angeboten.
access_not_chosen = Schlüssel und Rolle sind beide ausgefüllt; geben Sie an, was gelten soll: „keys“ oder „role“.
path_in_bucket = Im Feld des Buckets steht auch ein Pfad, „{ $path }“. Geben Sie den Pfad nur an einer Stelle an.
role_needs_aws = Eine Rolle funktioniert nur mit AWS. Lassen Sie den Endpunkt leer, oder geben Sie Zugriffsschlüssel an.
bucket_in_other_region = Seinem Namen nach ist der Bucket in { $region }, nicht in { $typed }. Berichtigen Sie die Region oder den Bucket, oder lassen Sie die Region leer.
bucket_of_other_account = Seinem Namen nach gehört der Bucket zum Konto { $account }, nicht zu { $typed }. Berichtigen Sie den Eigentümer oder den Bucket.
access_point_in_other_region = Der Zugriffspunkt ist in { $region }, nicht in { $typed }. Berichtigen Sie die Region, oder lassen Sie sie leer.
access_point_needs_aws = Ein Zugriffspunkt funktioniert nur mit AWS. Lassen Sie den Endpunkt leer, oder geben Sie den Namen des Buckets ein.
bucket_in_endpoint = Diese Adresse enthält einen Bucket. Geben Sie hier { $endpoint } ein und den Bucket in seinem eigenen Feld.
other_partition = { $what } ist in { $here }, und { $whose } in { $there }. Das sind getrennte Partitionen von AWS, die einander nicht erreichen können.
this_bucket = Dieser Bucket
this_region = Diese Region
this_key = Dieser Schlüssel
this_role = Diese Rolle
whose_role = die Rolle
whose_region = die Region
whose_we = wir sind
partition_commercial = den kommerziellen AWS-Regionen (aws)
partition_china = AWS China (aws-cn)
partition_us_gov = AWS GovCloud (US) (aws-us-gov)
own_arn = Das ist { $what }, { $arn }: So steht es in der Vertrauensrichtlinie Ihrer Rolle. Geben Sie den ARN der Rolle in Ihrem Konto ein; er sieht so aus: { $example }.
own_role = unsere eigene Rolle
own_user = unser eigener Benutzer
own_account = unser eigenes Konto

## Felder für manche Buckets

endpoint_https = Geben Sie die Adresse des Speichers ein, beginnend mit https://.
endpoint_port = Der Port in der Adresse ist keine Zahl von 1 bis 65535.
endpoint_ipv6 = Geben Sie den Hostnamen des Speichers ein, keine IPv6-Adresse.
endpoint_host = Die Adresse muss aus https:// und einem Hostnamen bestehen, ohne Benutzernamen und Pfad.
endpoint_private = Die Adresse muss im öffentlichen Internet erreichbar sein.

## Namen von Feldern, wo der Anbieter keine anderen gegeben hat

label_access_key_id = Zugriffsschlüssel-ID
label_secret_access_key = Geheimer Zugriffsschlüssel
label_external_id = Externe ID
label_role_arn = ARN der Rolle
label_bucket = Bucket
label_path_prefix = Pfadpräfix
label_region = Region
label_endpoint = Endpunkt
label_kms_key_arn = ARN des KMS-Schlüssels
label_bucket_owner = Konto-ID des Bucket-Eigentümers

## Wofür die Variablen eines Pfads stehen

variable_tenant = Ihre Mandanten-ID
variable_root_tenant_id = die ID des obersten Mandanten
variable_tap = die Quelle, für die der Auftrag lief
variable_date = Jahr und Monat, JJJJMM, in UTC
variable_full_date = der Tag, JJJJMMTT, in UTC
variable_flow_id = die ID des Flows
variable_job_id = die ID des Auftrags
variable_env_id = die Umgebung
