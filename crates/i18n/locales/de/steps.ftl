# Was eine Prüfung fragt, und was ihre Schritte sagen, die bestanden oder nicht gefragt wurden.

step_credentials = AWS kennt diesen Zugriffsschlüssel
step_assume_role = Wir können die Rolle übernehmen
step_external_id_enforced = Die Rolle verlangt Ihre externe ID
step_bucket = Den Bucket gibt es
step_list = Wir können Dateien auflisten
step_get = Wir können Dateien lesen
step_put = Wir können Dateien schreiben
step_cleanup = Was der Test zurücklässt

not_aws = Dieser Schlüssel wird am Bucket selbst geprüft.
key_refused = Nicht geprüft, weil der Zugriffsschlüssel abgelehnt wurde.
role_refused = Nicht geprüft, weil wir die Rolle nicht übernehmen konnten.
role_trusts_others = Nicht geprüft, weil die Rolle auch ohne Ihre externe ID übernommen werden kann.
no_bucket = Nicht geprüft, weil der Bucket nicht gefunden wurde.
bucket_refused = Nicht geprüft, weil der Bucket so nicht benutzt werden kann.
role_enforces = Die Rolle weist andere externe IDs ab.
nothing_written = Es wurde nichts geschrieben, also gibt es nichts aufzuräumen.
no_list = Nicht geprüft, weil keine Datei aufgelistet werden konnte, die wir lesen könnten.
key_known = AWS kennt diesen Schlüssel.
account_known = AWS-Konto { $account }.
region_found = Region { $region }.
region_corrected = Region { $region }, berichtigt (statt { $from }).
region_told = Region { $region }, laut AWS.
listed = { $place } aufgelistet.
listed_nothing = { $place } aufgelistet. Es sind noch keine Dateien da.
nothing_to_read = In { $place } sind noch keine Dateien, deshalb konnte das Lesen nicht versucht werden.
object_read = „{ $key }“ gelesen.
object_is_empty = Lesen ist erlaubt. „{ $key }“ ist leer.
object_is_gone = Lesen ist erlaubt. „{ $key }“ wurde nach dem Auflisten gelöscht.
object_written = „{ $key }“ geschrieben.
object_would_be_written = Schreiben ist erlaubt. „{ $key }“ ist noch von einer früheren Prüfung da.
object_kept = „{ $key }“ war schon vor dieser Prüfung da und bleibt.
object_may_be_there = Es ist nicht bekannt, ob „{ $key }“ geschrieben wurde. Wenn die Datei da ist, können Sie sie löschen.
object_removed = „{ $key }“ gelöscht.
object_stays = „{ $key }“ bleibt: Wir dürfen keine Dateien löschen, und müssen es nicht. Sie können sie löschen.
object_not_removed = „{ $key }“ konnte gerade nicht gelöscht werden. Sie können die Datei löschen.
