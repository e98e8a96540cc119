# Ce qui ne va pas dans un seul champ. Chaque message est une ligne qui ne contient rien d’autre que des { $names }.

## La clé d’accès

access_key_id_required = Saisissez l’ID de clé d’accès.
access_key_id_wanted = Saisissez l’ID de clé d’accès. Il a en général 20 caractères et commence par AKIA.
access_key_id_temporary = C’est une clé temporaire (elle commence par ASIA) qui expirera d’elle-même. Saisissez la clé d’un utilisateur IAM ; elle commence par AKIA.
access_key_id_whole_line = C’est plus que l’ID de clé d’accès. Saisissez ici seulement { $id } ; la clé d’accès secrète a son propre champ.
access_key_id_line_of_secret = C’est la ligne de la clé d’accès secrète. Saisissez ce qui suit le « = » dans le champ de la clé d’accès secrète, et ici l’ID de clé d’accès.
access_key_id_bad = Un ID de clé d’accès a de 16 à 128 lettres et chiffres et commence en général par AKIA.
secret_required = Saisissez la clé d’accès secrète.
secret_wanted = Saisissez la clé d’accès secrète. Elle a en général 40 caractères.
secret_whole_line = C’est une ligne entière. Saisissez seulement ce qui suit le « = ».
secret_line_with_id = Cette ligne contient aussi l’ID de clé d’accès. Saisissez ici seulement la clé d’accès secrète : ce qui suit la virgule, si la ligne vient du fichier de la console.
secret_look_alike = Il y a { $kind } dedans, ce qu’aucune clé d’accès secrète ne contient. Copiez-la de nouveau là où AWS l’a affichée.
secret_bad = Une clé d’accès secrète a 40 lettres, chiffres, + ou /. Copiez-la de nouveau, entière et sans espaces.
secret_misplaced = Cela ressemble à une clé d’accès secrète. Ce champ n’est pas gardé secret. Saisissez la clé uniquement dans le champ de la clé d’accès secrète.

## Ce que c’est à la place, et ce qui est attendu

looks_like = Cela ressemble à { $what }. { $wanted }
what_secret = la clé d’accès secrète
what_key_id = l’ID de clé d’accès
what_account = un ID de compte AWS
what_external_id = l’ID externe
what_email = une adresse e-mail
what_region = un code de région
arn_of = C’est l’ARN { $kind }. { $wanted }
kind_role = d’un rôle
kind_user = d’un utilisateur
kind_policy = d’une politique
kind_group = d’un groupe
kind_instance_profile = d’un profil d’instance
kind_account = d’un compte
kind_session = d’une session de rôle
kind_federated_user = d’un utilisateur fédéré
kind_kms_key = d’une clé KMS
kind_access_point = d’un point d’accès
kind_bucket = d’un compartiment
kind_other = d’autre chose

## Caractères qui ressemblent à d’autres

look_alike = « { $character } » ({ $code }) est { $kind } et ressemble seulement à « { $like } ». { $way_out }
look_alike_unseen = Il y a { $kind } dedans ({ $code }). { $way_out }
look_alike_by_hand = Tapez la valeur à la main, ou copiez-la de nouveau.
look_alike_meant = Vous voulez sans doute dire « { $meant } ».
character_invisible = un caractère invisible
character_blank = une espace particulière
character_greek = une lettre grecque
character_cyrillic = une lettre cyrillique
character_full_width = un caractère pleine chasse
character_dash = un tiret typographique
character_quote = un guillemet typographique
character_special = un caractère spécial

## ARN et partitions

account_bad = Un ID de compte AWS a 12 chiffres.
arn_whole = Saisissez l’ARN entier. Il ressemble à { $example }.
arn_too_long = Un ARN a au plus 2 048 caractères.
partition_unknown = La partie qui suit « arn: » doit être aws, aws-cn ou aws-us-gov.
partition_out_of_reach = Cela se trouve dans { $name } ({ $code }). Les partitions d’AWS ne peuvent pas communiquer entre elles, et nous travaillons seulement dans aws, aws-cn et aws-us-gov.
partition_sovereign = l’AWS European Sovereign Cloud

## Le compartiment

bucket_required = Saisissez le nom du compartiment.
bucket_or_really = Saisissez le nom du compartiment. S’il s’appelle vraiment ainsi, saisissez s3://{ $name }
bucket_character = Un nom de compartiment n’a que des minuscules, des chiffres, des points et des traits d’union ; celui-ci contient { $found }.
bucket_character_meant = Un nom de compartiment n’a que des minuscules, des chiffres, des points et des traits d’union ; celui-ci contient { $found }. Vous voulez sans doute dire « { $meant } ».
found_blank = une espace
found_underscore = un tiret bas
found_capital = la majuscule « { $letter } »
found_control = un caractère de contrôle invisible
found_character = « { $character } »
found_code = « { $character } » ({ $code })
bucket_length = Un nom de compartiment a de 3 à 63 caractères ; celui-ci en a { $length }.
bucket_edge = Un nom de compartiment commence et finit par une lettre ou un chiffre.
bucket_two_dots = Un nom de compartiment ne contient jamais deux points consécutifs (..).
bucket_ip_address = Un nom de compartiment n’est pas une adresse IP.
bucket_reserved_start = AWS se réserve les noms qui commencent par « { $start } » ; aucun de vos compartiments n’en a un.
bucket_object_lambda = C’est un point d’accès Object Lambda. Il modifie les fichiers pendant la lecture, si bien que nous ne pourrions pas les vérifier. Saisissez plutôt le compartiment ou un point d’accès ordinaire.
bucket_outposts = Ce compartiment se trouve sur AWS Outposts et n’est accessible que depuis son propre réseau. Saisissez plutôt un compartiment situé dans une région AWS.
bucket_multi_region = C’est un point d’accès multi-région. Il envoie chaque requête au plus proche de plusieurs compartiments ; un test ne prouverait donc rien pour les autres. Saisissez plutôt l’un de ces compartiments.
bucket_directory = C’est un compartiment de répertoires (S3 Express One Zone). L’accès ne peut pas y être limité à un dossier. Saisissez plutôt un compartiment à usage général.
bucket_table = C’est un compartiment de tables (S3 Tables). Il contient des tables et non des fichiers. Saisissez plutôt un compartiment à usage général.
bucket_arn_cut = Cet ARN est tronqué. Saisissez le nom du compartiment.
bucket_not_in_address = Cette adresse de la console ne nomme aucun compartiment. Ouvrez le compartiment et copiez de nouveau l’adresse, ou saisissez son nom.
bucket_not_s3 = Cette adresse n’est pas une adresse S3. Saisissez le nom du compartiment, par exemple my-company-data.

## Le préfixe de chemin

path_leading_slash = Retirez la barre oblique du début : « { $without } ».
path_control = Il y a un caractère de contrôle invisible à la position { $position }.
path_stray_brace = La { $brace } à la position { $position } ne ferme rien. Écrivez { $twice } pour une accolade dans le chemin.
path_unclosed = La { $brace } à la position { $position } n’est jamais fermée.
path_unclosed_meant = La { $brace } à la position { $position } n’est jamais fermée. Vous voulez peut-être dire { $meant }.
path_unknown = { $variable } à la position { $position } n’est pas une variable. Les variables sont { $variables }.
path_unknown_meant = { $variable } à la position { $position } n’est pas une variable. Vous voulez peut-être dire { $meant }.
path_too_long = Le chemin fait { $length } octets ; S3 en permet { $most }.
path_two_slashes = Il y a deux barres obliques de suite ; S3 créerait un dossier sans nom.
path_dots = « { $segment } » n’est pas permis comme dossier dans un chemin.
path_slash_first = Le chemin commencerait par une barre oblique.

## Le rôle

role_required = Saisissez l’ARN du rôle.
role_wanted = Saisissez l’ARN entier du rôle ; il ressemble à { $example }.
role_bad_account = Le compte dans l’ARN doit avoir 12 chiffres, comme dans { $example }.
role_bad_name = Le nom d’un rôle a de 1 à 64 lettres, chiffres ou _ + = , . @ -.
role_bad_path = Le chemin devant le nom du rôle n’est pas valide.
role_identity_center = Ce rôle appartient à IAM Identity Center. Personne ne peut changer sa politique d’approbation ; il ne peut donc pas nous donner accès. Créez un autre rôle dans IAM et saisissez son ARN.
role_service_linked = C’est un rôle lié à un service, que seul un service AWS peut utiliser. Créez un autre rôle dans IAM et saisissez son ARN.
role_whole_line = C’est plus que l’ARN du rôle. Saisissez seulement { $arn }.
role_console_address = C’est l’adresse d’une page de la console AWS. { $wanted } La page du rôle l’affiche.
role_place_of_external_id = Sa place est dans la politique d’approbation du rôle. { $wanted }
role_name_only = Cela ressemble à un simple nom. { $wanted } Il contient votre propre ID de compte.
role_session = C’est l’ARN d’une session de rôle. Le rôle lui-même est sans doute { $role }.
role_instance_profile = C’est l’ARN d’un profil d’instance. Saisissez l’ARN de son rôle, qui porte souvent le même nom : { $role }.
role_bucket = C’est l’ARN d’un compartiment ; il va dans le champ du compartiment. Saisissez l’ARN du rôle ; il ressemble à { $example }.
role_of_other = C’est l’ARN { $kind }. Saisissez l’ARN du rôle ; il ressemble à { $example }.

## Champs pour certains compartiments

region_bad = Saisissez le code de la région, par exemple eu-west-1.
region_meant = Saisissez le code de la région, par exemple eu-west-1. Vous voulez sans doute dire { $meant }.
kms_alias = C’est l’ARN d’un alias. Saisissez l’ARN de la clé elle-même, affiché sur la page de la clé dans KMS.
kms_bad = Saisissez l’ARN de la clé. Il ressemble à { $example }.
