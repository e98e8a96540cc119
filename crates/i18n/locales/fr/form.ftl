# Ce qui est dit du formulaire entier, et des champs que seul le serveur examine.

## Les champs propres au fournisseur

needed = « { $label } » est nécessaire.
value_not_text = Ce champ attend du texte.
value_too_long = Cette valeur fait { $length } octets ; { $most } au plus sont acceptés.
value_nul = Il y a un caractère NUL invisible dans cette valeur.
value_control = Il y a un caractère de contrôle invisible dans cette valeur.
value_not_boolean = Ce champ attend true ou false.
value_not_number = Ce champ attend un nombre, par exemple 12 ou 0.5.
value_no_option = Choisissez une des options de « { $label } ».
unknown_field = Cette connexion n’a pas de champ « { $name } ».
unknown_field_and_more = Cette connexion n’a pas de champ « { $name } ». Autres champs inconnus : { $more }.

## Ce qui a été corrigé

trimmed = Les espaces autour de la valeur ont été retirées.
unquoted = Les guillemets autour de la valeur ont été retirés.
bucket_split = Le nom du compartiment a été repris de ce que vous avez collé : { $bucket }.
prefix_split = Le préfixe de chemin a été repris de ce que vous avez collé : { $prefix }
external_id_edited = Ce n’est pas votre ID externe. Le vôtre est { $own }, et vous ne pouvez pas le changer. Mettez-le dans la politique d’approbation du rôle.

## Champs qui ne vont pas ensemble

swapped_secret_here = Ces deux champs sont inversés : ici se trouve la clé d’accès secrète. Saisissez l’ID de clé d’accès, qui commence par AKIA.
swapped_id_here = Ces deux champs sont inversés : ici se trouve l’ID de clé d’accès. Saisissez la clé d’accès secrète, la plus longue des deux.
access_not_offered = Cette façon de donner accès n’est pas proposée ici.
access_not_chosen = Des clés et un rôle sont saisis ; indiquez ce qu’il faut utiliser : « keys » ou « role ».
path_in_bucket = Le champ du compartiment contient aussi un chemin, « { $path } ». Gardez le chemin à un seul endroit.
role_needs_aws = Un rôle ne fonctionne qu’avec AWS. Laissez le point de terminaison vide, ou donnez des clés d’accès.
bucket_in_other_region = D’après son nom, le compartiment est dans { $region }, pas dans { $typed }. Corrigez la région ou le compartiment, ou laissez la région vide.
bucket_of_other_account = D’après son nom, le compartiment appartient au compte { $account }, pas à { $typed }. Corrigez le propriétaire ou le compartiment.
access_point_in_other_region = Le point d’accès est dans { $region }, pas dans { $typed }. Corrigez la région, ou laissez-la vide.
access_point_needs_aws = Un point d’accès ne fonctionne qu’avec AWS. Laissez le point de terminaison vide, ou saisissez le nom du compartiment.
bucket_in_endpoint = Cette adresse contient un compartiment. Saisissez ici { $endpoint }, et le compartiment dans son propre champ.
other_partition = { $what } est dans { $here }, et { $whose } dans { $there }. Ce sont des partitions séparées d’AWS, qui ne peuvent pas communiquer entre elles.
this_bucket = Ce compartiment
this_region = Cette région
this_key = Cette clé
this_role = Ce rôle
whose_role = le rôle
whose_region = la région
whose_we = nous sommes
partition_commercial = AWS commercial (aws)
partition_china = AWS Chine (aws-cn)
partition_us_gov = AWS GovCloud (US) (aws-us-gov)
own_arn = C’est { $what }, { $arn }, que nomme la politique d’approbation de votre rôle. Saisissez l’ARN du rôle de votre compte ; il ressemble à { $example }.
own_role = notre propre rôle
own_user = notre propre utilisateur
own_account = notre propre compte

## Champs pour certains compartiments

endpoint_https = Saisissez l’adresse du stockage, qui commence par https://.
endpoint_port = Le port dans l’adresse n’est pas un nombre de 1 à 65535.
endpoint_ipv6 = Saisissez le nom d’hôte du stockage, pas une adresse IPv6.
endpoint_host = L’adresse doit être https:// et un nom d’hôte, sans nom d’utilisateur ni chemin.
endpoint_private = L’adresse doit être joignable sur l’internet public.

## Noms des champs, quand le fournisseur n’en a pas donné d’autre

label_access_key_id = ID de clé d’accès
label_secret_access_key = Clé d’accès secrète
label_external_id = ID externe
label_role_arn = ARN du rôle
label_bucket = Compartiment (bucket)
label_path_prefix = Préfixe de chemin
label_region = Région
label_endpoint = Point de terminaison
label_kms_key_arn = ARN de la clé KMS
label_bucket_owner = ID de compte du propriétaire du compartiment

## Ce que représente chaque variable d’un chemin

variable_tenant = votre ID de locataire
variable_root_tenant_id = l’ID du locataire racine
variable_tap = la source pour laquelle la tâche a tourné
variable_date = année et mois, AAAAMM, en UTC
variable_full_date = le jour, AAAAMMJJ, en UTC
variable_flow_id = l’ID du flux
variable_job_id = l’ID de la tâche
variable_env_id = l’environnement
