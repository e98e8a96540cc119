# Ce que demande une vérification, et ce que disent ses étapes réussies ou non demandées.

step_credentials = AWS connaît cette clé d’accès
step_assume_role = Nous pouvons endosser le rôle
step_external_id_enforced = Le rôle exige votre ID externe
step_bucket = Le compartiment existe
step_list = Nous pouvons lister des fichiers
step_get = Nous pouvons lire des fichiers
step_put = Nous pouvons écrire des fichiers
step_cleanup = Ce que le test laisse derrière lui

not_aws = Cette clé est testée sur le compartiment lui-même.
key_refused = Non vérifié, car la clé d’accès a été refusée.
role_refused = Non vérifié, car nous n’avons pas pu endosser le rôle.
role_trusts_others = Non vérifié, car le rôle peut aussi être endossé sans votre ID externe.
no_bucket = Non vérifié, car le compartiment n’a pas été trouvé.
bucket_refused = Non vérifié, car le compartiment ne peut pas être utilisé tel quel.
role_enforces = Le rôle refuse les autres ID externes.
nothing_written = Rien n’a été écrit ; il n’y a donc rien à nettoyer.
no_list = Non vérifié, car aucun fichier que nous pourrions lire n’a pu être listé.
key_known = AWS connaît cette clé.
account_known = Compte AWS { $account }.
region_found = Région { $region }.
region_corrected = Région { $region }, corrigée (au lieu de { $from }).
region_told = Région { $region }, selon AWS.
listed = { $place } listé.
listed_nothing = { $place } listé. Il n’y a pas encore de fichiers.
nothing_to_read = Il n’y a pas encore de fichiers dans { $place } ; la lecture n’a donc pas pu être essayée.
object_read = « { $key } » lu.
object_is_empty = La lecture est permise. « { $key } » est vide.
object_is_gone = La lecture est permise. « { $key } » a été supprimé après avoir été listé.
object_written = « { $key } » écrit.
object_would_be_written = L’écriture est permise. « { $key } » est encore là depuis une vérification précédente.
object_kept = « { $key } » était là avant cette vérification et reste.
object_may_be_there = On ne sait pas si « { $key } » a été écrit. S’il est là, vous pouvez le supprimer.
object_removed = « { $key } » supprimé.
object_stays = « { $key } » reste : nous n’avons pas le droit de supprimer des fichiers, et n’en avons pas besoin. Vous pouvez le supprimer.
object_not_removed = « { $key } » n’a pas pu être supprimé à l’instant. Vous pouvez le supprimer.
