# Qué se dice del formulario entero, y de los campos que solo examina el servidor.

## Los campos propios del proveedor

needed = Hace falta «{ $label }».
value_not_text = Este campo admite texto.
value_too_long = Este valor tiene { $length } bytes; se admiten como máximo { $most }.
value_nul = Hay un carácter NUL invisible en este valor.
value_control = Hay un carácter de control invisible en este valor.
value_not_boolean = Este campo admite true o false.
value_not_number = Este campo admite un número, como 12 o 0.5.
value_no_option = Elija una de las opciones de «{ $label }».
unknown_field = Esta conexión no tiene ningún campo «{ $name }».
unknown_field_and_more = Esta conexión no tiene ningún campo «{ $name }». Otros campos desconocidos: { $more }.

## Qué se ha corregido

trimmed = Se han quitado los espacios alrededor del valor.
unquoted = Se han quitado las comillas alrededor del valor.
bucket_split = El nombre del bucket se ha tomado de lo que pegó: { $bucket }.
prefix_split = El prefijo de ruta se ha tomado de lo que pegó: { $prefix }
external_id_edited = Este no es su ID externo. El suyo es { $own }, y no puede cambiarlo. Póngalo en la política de confianza del rol.

## Campos que no van juntos

swapped_secret_here = Estos dos están cambiados: aquí está la clave de acceso secreta. Introduzca el ID de clave de acceso, que empieza por AKIA.
swapped_id_here = Estos dos están cambiados: aquí está el ID de clave de acceso. Introduzca la clave de acceso secreta, la más larga.
access_not_offered = Esta forma de dar acceso no se ofrece aquí.
access_not_chosen = Ha rellenado tanto las claves como el rol; diga qué usar: «keys» o «role».
path_in_bucket = El campo del bucket contiene también una ruta, «{ $path }». Deje la ruta en un solo sitio.
role_needs_aws = Un rol solo funciona con AWS. Deje vacío el punto de conexión, o dé claves de acceso.
bucket_in_other_region = Según su nombre, el bucket está en { $region }, no en { $typed }. Corrija la región o el bucket, o deje vacía la región.
bucket_of_other_account = Según su nombre, el bucket pertenece a la cuenta { $account }, no a { $typed }. Corrija el propietario o el bucket.
access_point_in_other_region = El punto de acceso está en { $region }, no en { $typed }. Corrija la región, o déjela vacía.
access_point_needs_aws = Un punto de acceso solo funciona con AWS. Deje vacío el punto de conexión, o introduzca el nombre del bucket.
bucket_in_endpoint = Esta dirección contiene un bucket. Introduzca aquí { $endpoint }, y el bucket en su propio campo.
other_partition = { $what } está en { $here }, y { $whose } en { $there }. Son particiones separadas de AWS, que no pueden comunicarse entre sí.
this_bucket = Este bucket
this_region = Esta región
this_key = Esta clave
this_role = Este rol
whose_role = el rol
whose_region = la región
whose_we = nosotros estamos
partition_commercial = AWS comercial (aws)
partition_china = AWS China (aws-cn)
partition_us_gov = AWS GovCloud (US) (aws-us-gov)
own_arn = Es { $what }, { $arn }, que nombra la política de confianza de su rol. Introduzca el ARN del rol de su cuenta; tiene esta forma: { $example }.
own_role = nuestro propio rol
own_user = nuestro propio usuario
own_account = nuestra propia cuenta

## Campos para algunos buckets

endpoint_https = Introduzca la dirección del almacén, que empieza por https://.
endpoint_port = El puerto de la dirección no es un número del 1 al 65535.
endpoint_ipv6 = Introduzca el nombre de host del almacén, no una dirección IPv6.
endpoint_host = La dirección debe ser https:// y un nombre de host, sin usuario ni ruta.
endpoint_private = La dirección debe ser accesible desde la internet pública.

## Nombres de los campos, si el proveedor no ha dado otros

label_access_key_id = ID de clave de acceso
label_secret_access_key = Clave de acceso secreta
label_external_id = ID externo
label_role_arn = ARN del rol
label_bucket = Bucket
label_path_prefix = Prefijo de ruta
label_region = Región
label_endpoint = Punto de conexión
label_kms_key_arn = ARN de la clave de KMS
label_bucket_owner = ID de cuenta del propietario del bucket

## Qué representa cada variable de una ruta

variable_tenant = su ID de inquilino
variable_root_tenant_id = el ID del inquilino raíz
variable_tap = el origen para el que se ejecutó el trabajo
variable_date = año y mes, AAAAMM, en UTC
variable_full_date = el día, AAAAMMDD, en UTC
variable_flow_id = el ID del flujo
variable_job_id = el ID del trabajo
variable_env_id = el entorno
