# Qué está mal en un solo campo. Cada mensaje es una línea que no contiene más que { $names }.

## La clave de acceso

access_key_id_required = Introduzca el ID de clave de acceso.
access_key_id_wanted = Introduzca el ID de clave de acceso. Suele tener 20 caracteres y empieza por AKIA.
access_key_id_temporary = Es una clave temporal (empieza por ASIA) y caducará por sí sola. Introduzca la clave de un usuario de IAM; empieza por AKIA.
access_key_id_whole_line = Es más que el ID de clave de acceso. Introduzca aquí solo { $id }; la clave de acceso secreta tiene su propio campo.
access_key_id_line_of_secret = Es la línea de la clave de acceso secreta. Introduzca lo que hay tras el «=» en el campo de la clave de acceso secreta, y aquí el ID de clave de acceso.
access_key_id_bad = Un ID de clave de acceso tiene de 16 a 128 letras y dígitos y suele empezar por AKIA.
secret_required = Introduzca la clave de acceso secreta.
secret_wanted = Introduzca la clave de acceso secreta. Suele tener 40 caracteres.
secret_whole_line = Es una línea entera. Introduzca solo lo que hay tras el «=».
secret_line_with_id = Esta línea contiene también el ID de clave de acceso. Introduzca aquí solo la clave de acceso secreta: lo que hay tras la coma, si es una línea del archivo de la consola.
secret_look_alike = Contiene { $kind }, que ninguna clave de acceso secreta tiene. Cópiela de nuevo donde AWS la mostró.
secret_bad = Una clave de acceso secreta tiene 40 letras, dígitos, + o /. Cópiela de nuevo, entera y sin espacios.
secret_misplaced = Parece una clave de acceso secreta. Este campo no se mantiene en secreto. Introduzca la clave solo en el campo de la clave de acceso secreta.

## Qué es en su lugar, y qué hace falta

looks_like = Esto parece { $what }. { $wanted }
what_secret = la clave de acceso secreta
what_key_id = el ID de clave de acceso
what_account = un ID de cuenta de AWS
what_external_id = el ID externo
what_email = una dirección de correo electrónico
what_region = el código de una región
arn_of = Es el ARN de { $kind }. { $wanted }
kind_role = un rol
kind_user = un usuario
kind_policy = una política
kind_group = un grupo
kind_instance_profile = un perfil de instancia
kind_account = una cuenta
kind_session = una sesión de un rol
kind_federated_user = un usuario federado
kind_kms_key = una clave de KMS
kind_access_point = un punto de acceso
kind_bucket = un bucket
kind_other = otra cosa

## Caracteres que parecen otros

look_alike = «{ $character }» ({ $code }) es { $kind } y solo se parece a «{ $like }». { $way_out }
look_alike_unseen = Contiene { $kind } ({ $code }). { $way_out }
look_alike_by_hand = Escriba el valor a mano, o cópielo de nuevo.
look_alike_meant = Seguramente quiere decir «{ $meant }».
character_invisible = un carácter invisible
character_blank = un espacio especial
character_greek = una letra griega
character_cyrillic = una letra cirílica
character_full_width = un carácter de ancho completo
character_dash = un guion tipográfico
character_quote = una comilla tipográfica
character_special = un carácter especial

## ARN y particiones

account_bad = Un ID de cuenta de AWS tiene 12 dígitos.
arn_whole = Introduzca el ARN completo. Tiene esta forma: { $example }.
arn_too_long = Un ARN tiene como máximo 2048 caracteres.
partition_unknown = La parte que sigue a «arn:» debe ser aws, aws-cn o aws-us-gov.
partition_out_of_reach = Está en { $name } ({ $code }). Las particiones de AWS no pueden comunicarse entre sí, y trabajamos solo en aws, aws-cn y aws-us-gov.
partition_sovereign = la AWS European Sovereign Cloud

## El bucket

bucket_required = Introduzca el nombre del bucket.
bucket_or_really = Introduzca el nombre del bucket. Si de verdad se llama así, introduzca s3://{ $name }
bucket_character = Un nombre de bucket solo tiene minúsculas, dígitos, puntos y guiones; este contiene { $found }.
bucket_character_meant = Un nombre de bucket solo tiene minúsculas, dígitos, puntos y guiones; este contiene { $found }. Seguramente quiere decir «{ $meant }».
found_blank = un espacio
found_underscore = un guion bajo
found_capital = la mayúscula «{ $letter }»
found_control = un carácter de control invisible
found_character = «{ $character }»
found_code = «{ $character }» ({ $code })
bucket_length = Un nombre de bucket tiene de 3 a 63 caracteres; este tiene { $length }.
bucket_edge = Un nombre de bucket empieza y acaba con una letra o un dígito.
bucket_two_dots = Un nombre de bucket no puede tener dos puntos consecutivos (..).
bucket_ip_address = Un nombre de bucket no es una dirección IP.
bucket_reserved_start = AWS se reserva los nombres que empiezan por «{ $start }»; ningún bucket suyo se llama así.
bucket_object_lambda = Es un punto de acceso de Object Lambda. Modifica los archivos al leerlos, así que no podríamos verificarlos. Introduzca en su lugar el bucket o un punto de acceso normal.
bucket_outposts = Este bucket está en AWS Outposts y solo se puede acceder a él desde su propia red. Introduzca en su lugar un bucket de una región de AWS.
bucket_multi_region = Es un punto de acceso multirregional. Envía cada solicitud al más cercano de varios buckets, así que una prueba no diría nada de los demás. Introduzca en su lugar uno de los buckets.
bucket_directory = Es un bucket de directorio (S3 Express One Zone). El acceso a él no se puede limitar a una carpeta. Introduzca en su lugar un bucket de uso general.
bucket_table = Es un bucket de tablas (S3 Tables). Contiene tablas en vez de archivos. Introduzca en su lugar un bucket de uso general.
bucket_arn_cut = Este ARN está cortado. Introduzca el nombre del bucket.
bucket_not_in_address = Esta dirección de la consola no nombra ningún bucket. Abra el bucket y copie de nuevo la dirección, o introduzca su nombre.
bucket_not_s3 = Esta dirección no es de S3. Introduzca el nombre del bucket, por ejemplo my-company-data.

## El prefijo de ruta

path_leading_slash = Quite la barra del principio: «{ $without }».
path_control = Hay un carácter de control invisible en la posición { $position }.
path_stray_brace = La { $brace } de la posición { $position } no cierra nada. Escriba { $twice } para una llave en la ruta.
path_unclosed = La { $brace } de la posición { $position } no se cierra.
path_unclosed_meant = La { $brace } de la posición { $position } no se cierra. Quizá quiere decir { $meant }.
path_unknown = { $variable } en la posición { $position } no es una variable. Las variables son { $variables }.
path_unknown_meant = { $variable } en la posición { $position } no es una variable. Quizá quiere decir { $meant }.
path_too_long = La ruta tiene { $length } bytes; S3 permite { $most }.
path_two_slashes = Hay dos barras seguidas; S3 crearía una carpeta sin nombre.
path_dots = «{ $segment }» no se permite como carpeta en una ruta.
path_slash_first = La ruta empezaría por una barra.

## El rol

role_required = Introduzca el ARN del rol.
role_wanted = Introduzca el ARN completo del rol; tiene esta forma: { $example }.
role_bad_account = La cuenta del ARN debe tener 12 dígitos, como en { $example }.
role_bad_name = El nombre de un rol tiene de 1 a 64 letras, dígitos o _ + = , . @ -.
role_bad_path = La ruta delante del nombre del rol no es válida.
role_identity_center = Este rol pertenece a IAM Identity Center. Nadie puede cambiar su política de confianza, así que no puede darnos acceso. Cree otro rol en IAM e introduzca su ARN.
role_service_linked = Es un rol vinculado a un servicio, que solo puede usar un servicio de AWS. Cree otro rol en IAM e introduzca su ARN.
role_whole_line = Es más que el ARN del rol. Introduzca solo { $arn }.
role_console_address = Es la dirección de una página de la consola de AWS. { $wanted } La página del rol lo muestra.
role_place_of_external_id = Su sitio es la política de confianza del rol. { $wanted }
role_name_only = Esto parece solo un nombre. { $wanted } Contiene su propio ID de cuenta.
role_session = Es el ARN de una sesión de un rol. El propio rol es seguramente { $role }.
role_instance_profile = Es el ARN de un perfil de instancia. Introduzca el ARN de su rol, que a menudo tiene el mismo nombre: { $role }.
role_bucket = Es el ARN de un bucket; su sitio es el campo del bucket. Introduzca el ARN del rol; tiene esta forma: { $example }.
role_of_other = Es el ARN de { $kind }. Introduzca el ARN del rol; tiene esta forma: { $example }.

## Campos para algunos buckets

region_bad = Introduzca el código de la región, por ejemplo eu-west-1.
region_meant = Introduzca el código de la región, por ejemplo eu-west-1. Seguramente quiere decir { $meant }.
kms_alias = Es el ARN de un alias. Introduzca el ARN de la propia clave, que se muestra en la página de la clave en KMS.
kms_bad = Introduzca el ARN de la clave. Tiene esta forma: { $example }.
