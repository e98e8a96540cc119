# Qué dicen las páginas.

optional = (opcional)
choose = Elija…
copy = Copiar
copy_what = Copiar: { $what }
copied = { $what }: copiado.
try_again_in_a_minute = Inténtelo de nuevo dentro de un minuto.

## La página alrededor de todo

sandbox = Entorno de pruebas.
sandbox_words = Esta página funciona con un AWS simulado, que usted administra en la { $console }.
sandbox_console = consola de pruebas

## El formulario

connect_title = Conecte su bucket de S3
change_title = Cambiar la conexión
connect_words = Elija un bucket y cómo debemos acceder a él. Probamos la conexión antes de guardar nada.
set_up_title = Configurar el acceso a un bucket
set_up_asked = Le han pedido que configure el acceso a un bucket.
set_up_asked_by = { $name } le pide que configure el acceso a un bucket.
set_up_asked_for = Le han pedido que dé a { $vendor } acceso a un bucket.
set_up_asked_by_for = { $name } le pide que dé a { $vendor } acceso a un bucket.
set_up_words = Siga en AWS los pasos de abajo, complete lo que falta y después pruebe. Probamos la conexión antes de guardar nada. Este enlace vale hasta el { $until }.
which_bucket = Qué bucket
more_about_bucket = Su nombre. También puede pegar su dirección s3://, su ARN, su dirección en la consola o el ARN de un punto de acceso.
details = Otros datos
the_test = Prueba
test_reads = Listamos la carpeta y leemos un byte de un archivo, para asegurarnos de que funciona.
test_writes = Escribimos un archivo pequeño, { $file }, e intentamos eliminarlo después, para asegurarnos de que funciona.
test_both = Listamos la carpeta y leemos un byte de un archivo. También escribimos un archivo pequeño, { $file }, e intentamos eliminarlo después, para asegurarnos de que funciona.
test_and_save = Probar y guardar
test_and_replace = Probar y sustituir
keep_present = Conservar la actual
things_to_change =
    { $count ->
        [one] Hay que cambiar una cosa
       *[other] Hay que cambiar { $count } cosas
    }
insert_variable = Insertar una variable
insert = Insertar
insert_what = Insertar: { $what }
for_example = Por ejemplo: { $place }
will_read = Leeremos archivos de { $place }
will_write = Escribiremos archivos en { $place }
will_both = Leeremos y escribiremos archivos en { $place }
vendor_will_read = { $vendor } leerá archivos de { $place }
vendor_will_write = { $vendor } escribirá archivos en { $place }
vendor_will_both = { $vendor } leerá y escribirá archivos en { $place }

## Para qué es un campo

about_bucket = Su nombre. También puede pegar su dirección s3://, su ARN, su dirección en la consola o el ARN de un punto de acceso.
about_path_prefix = La carpeta dentro del bucket. Déjelo vacío para el bucket entero.
about_access_key_id = Empieza por AKIA.
about_secret = AWS la muestra una sola vez, al crear la clave.
about_external_id = Este ID es solo suyo. Su rol debe exigirlo, para que nadie más pueda llegar a sus datos a través de nosotros. No es un secreto.
about_role_arn = Se muestra en la página del rol en IAM.
about_region = Se detecta automáticamente si se deja vacía.
about_kms_key = Solo si el bucket está cifrado con una clave propia.
about_bucket_owner = Los 12 dígitos de la cuenta de AWS a la que pertenece el bucket.
about_endpoint = Solo para un almacén que no es AWS; empieza por https://.
store_hint_r2 = **Cloudflare R2:** cree un token de API de R2 con el permiso **Object Read & Write** para este bucket, u **Object Read only** si solo leemos. Introduzca su Access Key ID y su Secret Access Key.
store_hint_b2 = **Backblaze B2:** cree una clave de aplicación para este bucket. El **keyID** es el ID de clave de acceso, y la **applicationKey** es el secreto. La clave maestra no funciona aquí.
store_hint_wasabi = **Wasabi:** cree una clave de acceso para un subusuario cuya política permita solo este bucket. La clave del usuario raíz lo permitiría todo.
store_hint_gcs = **Google Cloud Storage:** cree una clave HMAC en **Configuración** › **Interoperabilidad**, para una cuenta de servicio que tenga el rol **Storage Object User** en este bucket.
store_hint_hetzner = **Hetzner Object Storage:** cree credenciales de S3 en la Hetzner Console. Dan acceso a todos los buckets del proyecto, salvo que una política de bucket las limite.
store_hint_spaces = **DigitalOcean Spaces:** cree una clave de acceso con **Limited Access** a este bucket. El permiso **Read** basta si solo leemos.

## Acceso

access = Acceso
how_to_give_access = ¿Cómo quiere dar acceso?
recommended = Recomendado
access_keys = Claves de acceso
access_keys_words = La clave de un usuario de IAM, que guardamos cifrada.
access_role = Rol
access_role_words = Ningún secreto cambia de manos.

## Un enlace para otra persona

somebody_else = ¿Administra otra persona su cuenta de AWS? Envíele un enlace a este formulario. Verá lo que usted introdujo, pero nunca un secreto.
your_name = Su nombre
not_the_admin = Pedírselo a mi administrador de AWS
forward_message_title = Mensaje
forward_message = Por favor, configure el acceso a nuestro bucket de S3 { $bucket }. En esta página está todo lo necesario:
forward_message_for = Por favor, dé a { $vendor } acceso a nuestro bucket de S3 { $bucket }. En esta página está todo lo necesario:
forward_message_until = El enlace vale hasta el { $until }.
send_this_link = Envíe este mensaje a quien administra AWS.
link_for_admin = Enlace para quien administra AWS
link = Enlace
link_words = Quien tenga este enlace puede configurar esta conexión hasta el { $until }: ve lo que usted introdujo aquí, pero nunca un secreto, y no puede cambiar ni quitar una conexión existente. Esta página le avisa cuando esa persona ha terminado. Vuelva a cargarla si no está seguro.
handed_done = El bucket está conectado
handed_done_words = Aquí ya no hay nada que hacer. Puede cerrar esta página. Quien le envió el enlace ve la conexión en su propia página, y puede cambiarla allí.

## La comprobación

checks = Comprobaciones
asking = Comprobando la conexión…
waiting = AWS todavía rechaza una solicitud. Los cambios en IAM pueden tardar unos segundos en aplicarse, así que seguimos intentándolo.
waiting_for_aws = Esperando a AWS
refused_so_far = AWS todavía lo rechaza. Los cambios en IAM pueden tardar unos segundos en aplicarse, así que seguimos intentándolo durante unos { $seconds } segundos.
passed = Superado
failed = No superado
undetermined = Sin determinar
warning = Aviso
skipped = Sin comprobar
statement = Instrucción
statement_for = Instrucción para: { $about }
aws_answered = Detalles técnicos
aws_call = Llamada
aws_status = Estado HTTP
aws_code = Código
aws_request_id = ID de solicitud
aws_extended_request_id = ID de solicitud ampliado
everything_works = Todo funciona.
checks_failed =
    { $total ->
        [one] { $failed } de 1 comprobación no superada.
       *[other] { $failed } de { $total } comprobaciones no superadas.
    }
nothing_saved = No se guardó nada.
change_and_check = Corrija lo que está marcado y compruebe de nuevo. Solo se vuelve a comprobar lo que no se superó.
correct_field = Corregirlo en el formulario
whole_policy = Una sola política con todos los permisos necesarios
replace_policy = Sustituya todo el contenido de la política por esto. O añada solo las instrucciones de abajo.
whole_trust_policy = La política de confianza completa
replace_trust_policy = Sustituya todo el contenido de la política de confianza del rol por esto.
could_not_finish = No pudimos terminar la prueba, y no se guardó nada.
not_your_fault = Eso no significa que haya algo mal en lo que introdujo. Inténtelo de nuevo dentro de un minuto.
check_again = Comprobar de nuevo
try_again = Intentar de nuevo
retype = No guardamos ningún secreto hasta que se supera una prueba: { $link } antes.
retype_link = escriba otra vez la clave de acceso secreta
saved_but_failed = La conexión sigue guardada, pero no funciona. Corrija lo que está marcado abajo y compruebe de nuevo.
saved_but_unfinished = No pudimos terminar la comprobación. Eso no significa que haya algo mal en la conexión. Compruebe de nuevo dentro de un minuto.

## Conectado

connected_now = Conectado. Todo funciona.
connected_still = Sigue conectado. Todo funciona.
connected = Conectado
connected_not_passed = Conectado, pero la última comprobación no se superó
connected_broken = La conexión no funciona: { $problem }
reads_from = Leemos archivos de { $place }
writes_to = Escribimos archivos en { $place }
reads_and_writes = Leemos y escribimos archivos en { $place }
vendor_reads_from = { $vendor } lee archivos de { $place }
vendor_writes_to = { $vendor } escribe archivos en { $place }
vendor_reads_and_writes = { $vendor } lee y escribe archivos en { $place }
fact_bucket = Bucket
fact_path_prefix = Prefijo de ruta
whole_bucket = el bucket entero
fact_account = Cuenta de AWS
fact_region = Región
fact_key = Clave de acceso
fact_role = Rol
secret_ends = la clave secreta acaba en { $four }
connected_since = Conectado desde
last_checked = Última comprobación
left_behind = La prueba dejó un archivo pequeño, porque no tenemos permiso para eliminar: { $file }. Puede eliminarlo; cada prueba posterior lo escribe de nuevo.
done = Listo
done_back = Listo, volver a { $vendor }
can_close = Ha terminado y puede cerrar esta página.
change = Cambiar
disconnect = Desconectar…
what_was_checked = Qué se comprobó
worth_knowing = Conviene saber
disconnect_question = ¿Desconectar este bucket?
disconnect_words = Ya no accederemos a { $bucket }. Eliminamos lo que guardamos de la conexión; en el bucket y en la cuenta a la que pertenece no cambia nada.
disconnect_yes = Sí, desconectar
disconnect_no = Conservar la conexión
disconnected = Desconectado
disconnected_words = Ya no tenemos acceso por esta conexión. Lo que guardamos de ella está eliminado. Ya puede eliminar la clave o el rol.
leave_question = ¿Cerrar sin guardar?
leave_words = Lo que ha introducido aún no se ha guardado y se perderá.
leave_yes = Cerrar
leave_no = Seguir editando
connect_again = Conectar de nuevo

## Qué hacer en AWS

make_key = Cómo crear una clave en AWS
make_role = Cómo crear el rol en AWS
setup_tabs = ¿Cómo quiere configurarlo?
setup_console = Consola
setup_fill_in = Ponga lo que ha introducido arriba en los textos de abajo.
setup_fill_in_button = Rellenar con mi bucket
setup_no_bucket = Introduzca primero el bucket. Hasta entonces, los textos de abajo dicen **{ $placeholder }**.
setup_sessions = La política también contiene la instrucción **S3ConnectTemporaryCredentials**. Con ella, nuestros programas pueden usar credenciales temporales, que no permiten más que esta política y caducan en una hora como máximo.
setup_alias = Es el alias de un punto de acceso, y las políticas solo aceptan su ARN. Introduzca el ARN como bucket, o sustituya **{ $placeholder }** por él en los textos de abajo.
setup_access_point = S3 consulta también la política del propio bucket. Añádale esta instrucción, con el nombre de su bucket, salvo que ya delegue el control de acceso en el punto de acceso:
bucket_policy = Política del bucket
download = Descargar
download_what = Descargar: { $what }
page_create_policy = IAM › Políticas › Crear política
page_create_role = IAM › Roles › Crear rol
page_create_user = IAM › Usuarios › Crear usuario
page_create_stack = CloudFormation › Crear pila
page_role = la página del rol en IAM
page_user_keys = las credenciales de seguridad del usuario en IAM
page_users = IAM › Usuarios
quick_create = Abrir en la consola de AWS
quick_create_next = Allí ya está todo rellenado. Marque **Confirmo que AWS CloudFormation podría crear recursos de IAM** y elija **Crear pila**.
cloudformation_upload = O cargar la plantilla por su cuenta
make_policy = Abra { $page }. Elija **JSON**, sustituya el contenido del editor por esta política y elija **Siguiente**. Dé a la política el nombre **{ $name }**, u otro, y elija **Crear política**.
make_user = Abra { $page }. Dé al usuario el nombre **{ $name }**, u otro, deje sin activar el acceso a la consola y elija **Siguiente**. Elija **Adjuntar políticas directamente**, marque la política que acaba de crear y elija **Siguiente** y después **Crear usuario**.
make_users_key = Abra { $page } y elija **Crear clave de acceso**. Elija **Servicio de terceros**, marque la confirmación y elija **Siguiente** y después **Crear clave de acceso**.
make_key_of_user = Abra { $page }, después ese usuario, y elija **Credenciales de seguridad › Crear clave de acceso**. Elija **Servicio de terceros**, marque la confirmación y elija **Siguiente** y después **Crear clave de acceso**.
paste_key = Pegue abajo las dos partes de la clave. AWS muestra la parte secreta una sola vez.
make_trust = Abra { $page }. Elija **Política de confianza personalizada**, sustituya el contenido del editor por esta política y elija **Siguiente**. Esta política nos da acceso, pero solo con su ID externo.
make_trust_unknown = Esta política tiene que nombrar nuestra identidad de AWS, que no conocemos en este momento. Inténtelo más tarde.
make_role_last = Busque la política del paso 1, márquela y elija **Siguiente**. Dé al rol el nombre **{ $name }**, u otro, y elija **Crear rol**.
paste_arn = Abra { $page }, copie su **ARN** y péguelo abajo.
cloudformation_download = Descargue la plantilla.
cloudformation_open = Abra { $page }. Elija **Cargar un archivo de plantilla**, después el archivo que descargó, y elija **Siguiente**.
cloudformation_name = Introduzca este nombre de pila, u otro, y elija **Siguiente**.
cloudformation_submit = Marque **Confirmo que AWS CloudFormation podría crear recursos de IAM** y elija **Siguiente** y después **Enviar**.
cloudformation_for_role = Espere a que el estado sea **CREATE_COMPLETE**. Abra la pestaña **Salidas**, copie el valor de **RoleArn** y péguelo abajo.
cloudformation_for_keys = Espere a que el estado sea **CREATE_COMPLETE**. Abra la pestaña **Salidas**: el valor de **UserName** es el nombre del usuario nuevo.
terraform_save = Guarde este archivo junto a sus otros archivos de Terraform.
terraform_run = Ejecute **terraform apply** y responda **yes**.
terraform_for_role = Copie el ARN que aparece después de **s3_connect_role_arn** y péguelo abajo.
aws_cli_open = Abra { $page } en la cuenta del bucket, u otro terminal donde la AWS CLI tenga la sesión iniciada en esa cuenta.
aws_cli_run = Copie este script, péguelo allí y pulse Intro. Si CloudShell advierte de que va a pegar varias líneas, elija **Pegar**. Puede ejecutar el script de nuevo: actualiza lo que creó.
aws_cli_for_role = Copie el ARN que muestra y péguelo abajo.
aws_cli_for_keys = Ejecute el comando que muestra al final. Crea la clave. Pegue abajo **AccessKeyId** y **SecretAccessKey**.
iam_policy = Política de IAM
trust_policy = Política de confianza
cloudformation_template = Plantilla de CloudFormation
aws_cli_script = Script de AWS CLI

## Qué dice el script

island_checking = Comprobando.
island_offline = No pudimos conectar con nuestro servidor, o se cortó la conexión. No ha cambiado nada; lo que introdujo sigue aquí. Inténtelo de nuevo.
island_not_copied = El navegador no permitió copiar. El texto está seleccionado: cópielo con el teclado.
island_wrong_value = Este valor no puede ser correcto. Pruebe para ver qué está mal.

## Páginas que dicen una sola cosa

reference = Referencia: { $id }
go_back = Volver
go_back_to = Volver a { $vendor }
nothing_lost = No se ha perdido nada de lo que guardó.
no_link_title = Abra el enlace de nuevo
no_link_words = Esta página necesita el enlace completo que le dieron.
no_link_action = Vuelva a donde encontró el enlace y ábralo de nuevo. No se ha perdido nada.
not_found_title = Página no encontrada
not_found_words = No hay nada en esta dirección.
not_found_action = Compruebe la dirección. Si le dieron un enlace, vuelva a donde lo encontró y ábralo de nuevo.
unknown_link_title = Este enlace no funciona
unknown_link_words = No conocemos este enlace.
unknown_link_action = Puede que esté incompleto. Vuelva a donde lo encontró y ábralo de nuevo.
expired_link_title = Este enlace ha caducado
expired_link_action = Los enlaces duran poco tiempo. Vuelva a donde lo encontró y abra uno nuevo.
expired_forwarded_link_action = Un enlace para configurar el acceso dura siete días, y termina cuando se desconecta el bucket. Pida uno nuevo a quien se lo envió.
not_for_forwarded_links_title = Este enlace no puede hacer eso
not_for_forwarded_links_words = Este enlace solo sirve para configurar el acceso.
not_for_forwarded_links_action = Quien se lo envió puede cambiar o quitar la conexión en su propia página.
already_connected_title = El bucket está conectado
already_connected_words = El bucket se ha conectado entretanto.
already_connected_action = Abra el enlace de nuevo para ver la conexión.
unknown_action_title = Esta página se ha actualizado
unknown_action_words = Estaba abierta durante una actualización, y no pudimos saber qué quería hacer. No se cambió nada. Lo que introdujo sigue aquí, excepto los secretos.
unknown_action_action = Introduzca de nuevo los secretos y elija después qué quiere hacer.
too_many_checks_title = Demasiadas comprobaciones a la vez
too_many_checks_words = Otras comprobaciones aún están en curso, así que esta no se ha iniciado.
too_many_checks_action = Inténtelo de nuevo dentro de un momento.
rate_limited_title = Demasiadas comprobaciones en poco tiempo
rate_limited_words = Cada comprobación envía solicitudes reales, por eso solo pueden empezar unas pocas por minuto. No se ha cambiado nada.
rate_limited_action = Espere un minuto y vuelva a intentarlo.
too_many_links_title = Por ahora no hay ningún enlace nuevo
too_many_links_words = Aquí se han creado diez enlaces en la última hora.
too_many_links_action = Envíe uno de ellos, o inténtelo de nuevo más tarde.
unknown_flow_title = Esta conexión aún no está configurada
unknown_flow_words = El destino de este enlace no existe.
unknown_flow_action = Dígaselo, por favor, a quienes le enviaron aquí; usted no puede hacer nada.
no_connection_title = Ya no hay ninguna conexión
no_connection_words = Se quitó entretanto.
no_connection_action = Abra el enlace de nuevo para volver a conectar.
too_large_title = Era demasiado texto
too_large_words = Lo que envió es demasiado grande.
too_large_action = Vuelva atrás, acorte lo que introdujo, e inténtelo de nuevo.
did_not_work_title = Eso no funcionó
did_not_work_words = Algo salió mal por nuestra parte. No se cambió nada.
busy_words = El servidor está ocupado. Inténtelo de nuevo dentro de un momento.
cut_off_words = Lo que envió no llegó completo.
did_not_work_action = Inténtelo de nuevo dentro de un minuto. Si sigue ocurriendo, envíenos la referencia de abajo.
