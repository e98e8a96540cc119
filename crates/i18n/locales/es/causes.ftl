# Qué ocurrió y qué hay que cambiar. Lo que hay que hacer lleva `_do` tras el nombre de la causa.

unknown_access_key = AWS no conoce la clave de acceso { $key }. Se eliminó, se desactivó o se escribió mal.
unknown_access_key_do = En IAM, abra las credenciales de seguridad del usuario y compruebe que esta clave existe y está activa, o cree una nueva y pegue sus dos partes.
unknown_access_key_misread_do = En IAM, abra las credenciales de seguridad del usuario y compruebe que esta clave existe y está activa, o cree una nueva y pegue sus dos partes. Un ID de clave no tiene 0, 1, 8 ni 9: mire si alguno de ellos es una letra O, I, B u otra.
wrong_secret = AWS conoce la clave de acceso { $key }, pero la clave secreta no le corresponde.
wrong_secret_do = Pegue de nuevo la clave de acceso secreta, entera y sin espacios. Si se ha perdido, cree una clave nueva: AWS muestra la clave secreta una sola vez.
root_key = Es una clave del usuario raíz de la cuenta, que puede hacerlo todo en ella. No la aceptamos.
root_key_do = Cree un usuario de IAM que solo tenga la política que se muestra aquí, y use su clave. Después elimine la clave del usuario raíz.
temporary_key = La clave de acceso { $key } es temporal y caduca por sí sola.
temporary_key_do = Use la clave de un usuario de IAM; empieza por AKIA.
quarantined_key = AWS considera filtradas las credenciales { $who-of } y las ha puesto en cuarentena{ $policy }.
quarantined_key_do = Sustituya la clave: conecte el bucket con un rol o con la clave de un usuario de IAM nuevo, y elimine la clave filtrada. No quite la política de cuarentena de AWS. AWS ha abierto para su cuenta un caso de soporte que indica qué más hay que hacer.
session_expired = La sesión que teníamos con su rol terminó antes que la prueba.
role_not_assumable = AWS no nos dejó asumir { $role } y no dice por qué. O el rol no existe, o su política de confianza no nos nombra, o exige otro ID externo.
role_not_assumable_do = Compruebe que { $role } es el ARN del rol, y haga de esto la única instrucción de su política de confianza (IAM › Roles › su rol › Relaciones de confianza).
invalid_role_arn = AWS no acepta { $role } como ARN de un rol.
invalid_role_arn_do = Copie de nuevo el ARN de la página del rol en IAM. Tiene esta forma: arn:aws:iam::111122223333:role/name.
external_id_not_enforced = { $role } se puede asumir sin su ID externo. Cualquiera que pueda actuar a través de nosotros podría usarlo.
external_id_not_enforced_like = { $role } también se puede asumir con «{ $id }», que no es su ID externo. Su política de confianza no distingue mayúsculas de minúsculas o tiene un comodín, cuando debe comparar el ID entero. Cualquiera con un ID parecido podría usarlo.
external_id_not_enforced_do = Haga de esto la única instrucción de la política de confianza del rol (IAM › Roles › su rol › Relaciones de confianza). Si acaba de hacerlo, espere un minuto: AWS tarda un poco en aplicar el cambio.
region_disabled = AWS Security Token Service (STS) no está activo en su cuenta para las regiones que usamos.
region_disabled_do = Pida a un administrador de la cuenta que active STS en IAM › Configuración de la cuenta › Security Token Service.
region_disabled_there_do = Pida a un administrador de la cuenta que active STS para { $region } en IAM › Configuración de la cuenta › Security Token Service.
session_tags_denied = Nuestra propia sesión de AWS tiene etiquetas que transmitiría a su rol, y AWS no lo permite (sts:TagSession).
vendor_not_allowed = Nuestra propia identidad de AWS no tiene permiso para asumir roles.
vendor_not_allowed_by_network = La red por la que nuestros servidores acceden a AWS no deja pasar esta llamada.
vendor_credentials = Nuestras propias credenciales de AWS no funcionan, así que no pudimos preguntar.
bucket_not_found = No hay ningún bucket llamado «{ $bucket }».
bucket_not_found_do = Compruebe cómo se escribe en la consola de S3.
bucket_not_found_regional_do = Un nombre que termina en -an contiene la cuenta y la región de su bucket. Este indica la cuenta { $account } y la región { $region }. Compárelo con el nombre que muestra la consola de S3.
wrong_region = El bucket «{ $bucket }» no está en { $region }, y AWS no dijo dónde está.
wrong_region_do = La consola de S3 muestra la región del bucket junto a su nombre. Introdúzcala con el bucket, por ejemplo pegando aquí la dirección que el bucket tiene en la consola.
wrong_owner = El bucket «{ $bucket }» no pertenece a la cuenta { $owner }.
wrong_owner_do = Compruebe el ID de cuenta del propietario y el nombre del bucket. Si otra persona tiene un bucket con ese nombre, no es el suyo el que habríamos usado.

list_denied = { $who-start } no tiene permiso para listar los archivos de { $place }.
get_denied = { $who-start } no tiene permiso para leer los archivos de { $place }.
put_denied = { $who-start } no tiene permiso para escribir archivos en { $place }.
add_statement_do = Añada esta instrucción a la política { $who-of }.
add_to_bucket_policy_do = El bucket pertenece a otra cuenta. Pida allí que añadan esta instrucción a la política del bucket «{ $bucket }».
add_without_reason_do = Añada esta instrucción a la política { $who-of }. Si ya está y el bucket pertenece a otra cuenta, pida allí que la añadan también a la política del bucket, con "Principal": {"{"}"AWS": "{ $arn }"{"}"}. Si no, se opone la política del bucket o una de su organización.
add_without_reason_or_owner_do = Añada esta instrucción a la política { $who-of }. Si ya está y el bucket pertenece a otra cuenta, pida allí que la añadan también a la política del bucket, con "Principal": {"{"}"AWS": "{ $arn }"{"}"}. Si no, se opone la política del bucket o una de su organización. O bien el bucket no pertenece a la cuenta { $owner }, al contrario de lo indicado.
add_across_accounts_do = Según su nombre, el bucket pertenece a la cuenta { $account }, que no es la cuenta { $who-of }. Por eso tienen que permitirlo las dos cuentas. Añada esta instrucción a la política { $who-of } y pida al propietario del bucket que la añada también a la política del bucket, con "Principal": {"{"}"AWS": "{ $arn }"{"}"}.
kms_denied = Los archivos de { $place } están cifrados con { $key }, y { $who } no tiene permiso para usarla{ $why }.
kms_denied_do = Añada esta instrucción a la política { $who-of }. La política de la propia clave también debe permitirlo: lo hace si deja la decisión a IAM, como la predeterminada de AWS; si no, añada { $who } a los usuarios de la clave.
kms_denied_unnamed_do = Permita { $who-to } usar la clave de KMS del bucket: en la política de la clave, o añadiéndolo a los usuarios de la clave en KMS. Si la clave pertenece a otra cuenta, su política tiene que nombrar { $who-to }. La clave aws/s3 de otra cuenta no se puede usar en ningún caso.
kms_denied_other_account_do = La clave pertenece a la cuenta { $account }, así que las dos cuentas tienen que permitir su uso. Añada esta instrucción a la política { $who-of }. Pida después a quien administra la cuenta { $account } que permita { $arn } en la política de la clave. La política de claves predeterminada de AWS no basta, porque solo vale para la cuenta de la propia clave.
kms_key_unusable = La clave de KMS que cifra los archivos de { $place } no se puede usar{ $why }.
kms_key_unusable_do = Abra la clave en KMS: tiene que estar en la región del bucket, habilitada, y no pendiente de eliminación.

explicit_deny = { $action } está expresamente prohibido por { $by }. Añadir permisos no lo resuelve.
explicit_deny_named = { $action } está expresamente prohibido por { $by } ({ $policy }). Añadir permisos no lo resuelve.
explicit_deny_unnamed = Esto está expresamente prohibido por { $by }. Añadir permisos no lo resuelve.
explicit_deny_identity_do = En IAM, busque en las políticas { $who-of } una instrucción con "Effect": "Deny" y quítela, o haga una excepción. A menudo exige autenticación multifactor (aws:MultiFactorAuthPresent), que una conexión no puede proporcionar.
explicit_deny_policy_do = Abra esta política en IAM y busque una instrucción con "Effect": "Deny". Quítela, o haga una excepción para { $who }.
explicit_deny_bucket_do = En S3 › Permisos › Política de bucket, busque una instrucción con "Effect": "Deny". Lo más frecuente es que exija ciertas redes (aws:SourceIp, aws:SourceVpc, aws:SourceVpce), una organización (aws:PrincipalOrgID), MFA o cifrado. Haga una excepción para { $who }.
explicit_deny_kms_do = En KMS › su clave › Política de claves, busque una instrucción con "Effect": "Deny" y haga una excepción para { $who }.
explicit_deny_trust_do = En IAM › Roles › su rol › Relaciones de confianza, quite la instrucción con "Effect": "Deny".
explicit_deny_boundary_do = Quien administra los límites de permisos de la cuenta tiene que quitar la prohibición.
explicit_deny_scp_do = Solo puede levantar esta prohibición quien administra su organización de AWS; en esta cuenta no se puede.
explicit_deny_rcp_do = Solo puede levantar esta prohibición quien administra su organización de AWS. Estas solicitudes vienen de su propio usuario o rol, así que añadir nuestra cuenta a la política no lo resuelve. Lo más frecuente es que una política así exija ciertas redes (aws:SourceIp, aws:SourceVpc), una organización (aws:PrincipalOrgID) o cifrado.
explicit_deny_rcp_assume_do = Solo puede cambiarlo quien administra su organización de AWS. La política decide quién puede asumir los roles de su organización, así que necesita una excepción para nuestra cuenta { $account }.
explicit_deny_do = Busque una instrucción con "Effect": "Deny": en la política del bucket, en las del usuario o el rol, en su límite de permisos y en las políticas de su organización.
by_policy_of = una política { $who-of }
by_bucket_policy = la política del bucket «{ $bucket }»
by_kms_policy = la política de la clave de KMS
by_trust_policy = la política de confianza del rol
by_boundary = el límite de permisos { $who-of }
by_scp = una política de control de servicios (SCP) de su organización
by_rcp = una política de control de recursos (RCP) de su organización
by_a_policy = una política
mfa_required = Una política prohíbe expresamente { $action } { $who-to }. El nombre de la política{ $policy } hace pensar que exige autenticación multifactor (MFA), que una conexión no puede proporcionar.
mfa_required_do = Haga en esa política una excepción para { $who }, por lo general en la instrucción con la condición aws:MultiFactorAuthPresent. O conecte el bucket con un rol en lugar de una clave de acceso, si este formulario lo ofrece.

limited_by_boundary = El límite de permisos { $who-of } no permite { $action }, permitan lo que permitan otras políticas.
limited_by_boundary_do = Añada esta instrucción a la política del límite, junto a la del propio usuario o rol.
limited_by_scp = Una política de control de servicios (SCP) de su organización no permite { $action }, permitan lo que permitan otras políticas.
limited_by_rcp = Una política de control de recursos (RCP) de su organización no permite { $action }, permitan lo que permitan otras políticas.
limited_by_organization_do = Solo puede ampliar esta política quien administra su organización de AWS; en esta cuenta no se puede.
limited_by_policy = Una política que limita los permisos no permite { $action }, permitan lo que permitan otras políticas.
limited_by_policy_do = Pida a quien administra la cuenta que lo permita también ahí.

encryption_required = { $place } solo acepta archivos si al subirlos se pide cifrado ({ $encryption }).
encryption_required_do = Quite de la política del bucket la instrucción que rechaza las subidas sin cifrar. Desde enero de 2023 S3 cifra por sí solo cada archivo nuevo, así que no se pierde nada.
encryption_required_kms_do = Introduzca el ARN de la clave de KMS, si este formulario tiene un campo para él. O ponga esa clave como cifrado predeterminado del bucket y quite de su política la instrucción que rechaza otras subidas: S3 cifra entonces cada archivo con ella.
customer_provided_key = «{ $object }» está cifrado con una clave proporcionada por el cliente (SSE-C). Esa clave solo la tiene quien escribió el archivo, así que no podemos leerlo.
customer_provided_key_do = No use una clave proporcionada por el cliente para los archivos que debamos leer, sino, por ejemplo, el cifrado predeterminado del bucket. O conecte una carpeta que no tenga archivos así.
requester_pays = «{ $bucket }» es un bucket de pago por solicitante: quien pide sus archivos paga por ello, y tiene que indicarlo expresamente.
requester_pays_do = No asumimos el coste de las solicitudes. Desactive el pago por solicitante en este bucket (S3 › Propiedades › Pago por solicitante), o conecte otro.
storage_full = { $store } no aceptó un archivo en { $place }, porque el almacenamiento está lleno o su cuota está agotada{ $why }.
storage_full_do = Elimine los archivos que ya no necesite, o pida que aumenten la cuota. Después compruebe de nuevo.
account_suspended = AWS ha cerrado o suspendido la cuenta de «{ $bucket }», o esta no puede usar S3 todavía{ $why }.
account_suspended_do = Inicie sesión en la consola de AWS como propietario de la cuenta; un aviso allí, o AWS Support, dice qué falta.
not_s3 = El servidor en { $store } no es un servicio S3.
not_s3_do = Introduzca la dirección de la interfaz S3 del almacén. A menudo no es la de su consola web.
answer_too_large = { $store } respondió con más de { $kilobytes } KB, mucho más que S3, así que dejamos de leer.
archived_object = «{ $object }» se puede leer, pero está archivado y antes hay que restaurarlo.
archived_object_do = Restaure los archivos archivados que debamos leer, o haga que la regla de ciclo de vida no archive los nuevos. Los que están archivados se omiten.
clock_skew = El reloj de nuestro servidor difiere del de AWS.
bad_request = AWS rechazó nuestra solicitud por no ser válida{ $why }, así que esto no se pudo comprobar.
throttled = { $store } nos pidió ir más despacio, así que esto no se pudo comprobar.
timeout = { $store } no respondió a tiempo, así que esto no se pudo comprobar.
dns_failure = No se encontró la dirección de { $store }, así que esto no se pudo comprobar.
dns_failure_region_do = Si la región { $region } se introdujo aquí, compruebe que AWS tiene una con ese nombre. Si no, inténtelo de nuevo dentro de un minuto.
unreachable = No se pudo conectar con { $store }, así que esto no se pudo comprobar.
connection_lost = Se perdió la conexión con { $store }, así que esto no se pudo comprobar.
tls_failure = No se pudo establecer una conexión segura con { $store }, así que esto no se pudo comprobar.
tls_failure_do = Su certificado tiene que ser válido para esta dirección, y emitido por una autoridad reconocida por todos.
server_error = { $store } respondió con un error propio, así que esto no se pudo comprobar.
bad_answer = Algo entre nosotros y AWS respondió en su lugar, o la respuesta no se pudo leer, así que esto no se pudo comprobar.
unknown_refusal = AWS respondió «{ $code }», que no conocemos.
unknown_refusal_of_store = El almacén respondió «{ $code }», que no conocemos.
unknown_refusal_do = Dé el código y el ID de solicitud de AWS, que se muestran abajo, a quien administra su cuenta de AWS.
overlapping_prefix = Otra conexión usa también { $place }. Sus archivos y los de otros podrían quedar juntos.
overlapping_prefix_do = Use un bucket o una carpeta que sean solo suyos, o ponga { $variable } en el prefijo de ruta.
broad_access = { $who-start } puede ver todos los buckets de la cuenta, así que quizá tenga muchos más permisos de los que esta conexión necesita.
broad_access_do = Funciona como está. Para mayor seguridad, dé { $who-to } solo la política que este formulario muestra en «Acceso» (desde una conexión, pulse «Cambiar»).
keys_not_preferred = Esta conexión usa una clave de acceso. Un rol sería más seguro: ningún secreto cambia de manos, y usted puede poner fin a nuestro acceso en cualquier momento.
keys_not_preferred_do = Funciona como está. Cuando tenga un momento, elija «Cambiar» y conecte el bucket con un rol.
keys_not_offered = Esta conexión usa una clave de acceso. Ahora pedimos en su lugar un rol: ningún secreto cambia de manos, y usted puede poner fin a nuestro acceso en cualquier momento.
keys_not_offered_do = Se mantiene hasta que usted la cambie. Elija «Cambiar» y conecte el bucket con un rol.
role_not_offered = Esta conexión usa un rol. Ahora pedimos en su lugar una clave de acceso.
role_not_offered_do = Se mantiene hasta que usted la cambie. Elija «Cambiar» y conecte el bucket con una clave de acceso.
old_external_id = { $role } exige su ID externo anterior. Usted tiene uno nuevo, que lo sustituye en cuanto el rol acepta el nuevo.
old_external_id_do = Haga de esto la única instrucción de la política de confianza del rol. Incluye el ID externo nuevo y, por ahora, el anterior. Después compruebe de nuevo.
versioned_residue = «{ $bucket }» conserva versiones, así que la versión de «{ $object }» que escribió esta prueba se queda.
versioned_residue_do = Contiene una línea de texto y se puede eliminar.

## Qué dicen las causas en un almacén que no es AWS

store_unknown_access_key = { $store } no conoce la clave de acceso { $key }. Se eliminó, se desactivó o se escribió mal.
store_unknown_access_key_do = En la consola del almacén, compruebe que esta clave existe y está activa, o cree una nueva y pegue sus dos partes.
store_wrong_secret = { $store } conoce la clave de acceso { $key }, pero la clave secreta no le corresponde.
store_wrong_secret_do = Pegue de nuevo la clave de acceso secreta, entera y sin espacios. Si se ha perdido, cree una clave nueva.
store_bucket_not_found_do = Compare el nombre con el que muestra la consola del almacén, y compruebe que el punto de conexión es el correcto.
store_wrong_region = El bucket «{ $bucket }» no está en { $region }, y { $store } no dijo dónde está.
store_wrong_region_do = La consola o la documentación del almacén indica qué región usa. Introdúzcala, si este formulario tiene un campo para ella.
store_permission_do = En la consola del almacén, dé a esta clave de acceso el permiso { $action }. Si el bucket tiene una política propia, compruebe que también lo permite.
store_account_suspended = { $store } ha cerrado o suspendido la cuenta de esta clave de acceso, o la cuenta todavía no puede usar el almacén{ $why }.
store_account_suspended_do = Inicie sesión en la consola del almacén como propietario de la cuenta; un aviso allí, o el soporte del proveedor del almacén, dice qué falta.
store_clock_skew = El reloj de nuestro servidor difiere del de { $store }.
store_clock_skew_do = Compruebe el reloj del almacén. Si marca la hora correcta, avísenos del problema.
store_bad_request = { $store } rechazó nuestra solicitud por no ser válida{ $why }, así que esto no se pudo comprobar.
store_bad_answer = Algo entre nosotros y { $store } respondió en su lugar, o la respuesta no se pudo leer, así que esto no se pudo comprobar.
store_unknown_refusal_do = Dé el código y el ID de solicitud, que se muestran abajo, a quien administra el almacén.

## Qué hacer en varios casos

try_again_do = Por lo que sabemos, no hay nada mal en lo que introdujo. Inténtelo de nuevo dentro de un minuto.
our_side_do = Es un problema nuestro, no suyo. Lo que introdujo se conserva; avísenos, por favor, e inténtelo más tarde.
endpoint_do = Compruebe cómo se escribe el punto de conexión, y que sea accesible desde internet. Después inténtelo de nuevo.
principal_unknown_do = No conocemos nuestra propia identidad de AWS en este momento. Inténtelo más tarde.

## De quién son los permisos; `of`: de quién, `to`: a quién, `start`: al empezar la frase

who_role = el rol «{ $name }»
    .start = El rol «{ $name }»
    .of = del rol «{ $name }»
    .to = al rol «{ $name }»
who_user = el usuario «{ $name }»
    .start = El usuario «{ $name }»
    .of = del usuario «{ $name }»
    .to = al usuario «{ $name }»
who_key = el usuario de la clave
    .start = El usuario de la clave
    .of = del usuario de la clave
    .to = al usuario de la clave
who_arn = { $arn }
    .start = { $arn }
    .of = de { $arn }
    .to = a { $arn }

## Lo que no se conoce por su nombre

some_key = indicada
some_role = el rol
some_bucket = el bucket
some_region = la región en la que preguntamos
some_owner = que indicó
some_action = esta acción
some_encryption = cifrado del lado del servidor
some_file = el archivo
some_test_file = el archivo de prueba
some_code = sin código
some_users_arn = ARN del usuario de la clave
some_kms_key = una clave de KMS
named_kms_key = la clave de KMS { $arn }
