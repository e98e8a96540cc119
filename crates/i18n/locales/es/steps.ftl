# Qué pregunta una comprobación, y qué dicen sus pasos superados o no preguntados.

step_credentials = AWS conoce esta clave de acceso
step_assume_role = Podemos asumir el rol
step_external_id_enforced = El rol exige su ID externo
step_bucket = El bucket existe
step_list = Podemos listar archivos
step_get = Podemos leer archivos
step_put = Podemos escribir archivos
step_cleanup = Qué deja la prueba

not_aws = Esta clave se prueba con el propio bucket.
key_refused = No se comprobó, porque la clave de acceso fue rechazada.
role_refused = No se comprobó, porque no pudimos asumir el rol.
role_trusts_others = No se comprobó, porque el rol también se puede asumir sin su ID externo.
no_bucket = No se comprobó, porque no se encontró el bucket.
bucket_refused = No se comprobó, porque el bucket no se puede usar tal como está.
role_enforces = El rol rechaza otros ID externos.
nothing_written = No se escribió nada, así que no hay nada que limpiar.
no_list = No se comprobó, porque no se pudo listar ningún archivo que pudiéramos leer.
key_known = AWS conoce esta clave.
account_known = Cuenta de AWS { $account }.
region_found = Región { $region }.
region_corrected = Región { $region }, corregida (en lugar de { $from }).
region_told = Región { $region }, según AWS.
listed = Se listó { $place }.
listed_nothing = Se listó { $place }. Todavía no hay archivos.
nothing_to_read = Todavía no hay archivos en { $place }, así que no se pudo probar la lectura.
object_read = Se leyó «{ $key }».
object_is_empty = Leer está permitido. «{ $key }» está vacío.
object_is_gone = Leer está permitido. «{ $key }» se eliminó después de listarlo.
object_written = Se escribió «{ $key }».
object_would_be_written = Escribir está permitido. «{ $key }» sigue ahí de una comprobación anterior.
object_kept = «{ $key }» ya estaba antes de esta comprobación y se queda.
object_may_be_there = No se sabe si «{ $key }» se escribió. Si está ahí, puede eliminarlo.
object_removed = Se eliminó «{ $key }».
object_stays = «{ $key }» se queda: no tenemos permiso para eliminar archivos, ni nos hace falta. Puede eliminarlo usted.
object_not_removed = «{ $key }» no se pudo eliminar en este momento. Puede eliminarlo usted.
