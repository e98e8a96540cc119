# Ce que disent les pages.

optional = (facultatif)
choose = Choisir…
copy = Copier
copy_what = Copier : { $what }
copied = { $what } : copié.
try_again_in_a_minute = Réessayez dans une minute.

## La page autour de tout

sandbox = Bac à sable.
sandbox_words = Cette page fonctionne avec un AWS simulé, que vous gérez dans la { $console }.
sandbox_console = console du bac à sable

## Le formulaire

connect_title = Connectez votre compartiment S3
change_title = Modifier la connexion
connect_words = Choisissez un compartiment et la façon dont nous devons y accéder. Nous testons la connexion avant d’enregistrer quoi que ce soit.
set_up_title = Configurer l’accès à un compartiment
set_up_asked = On vous a demandé de configurer l’accès à un compartiment.
set_up_asked_by = { $name } vous demande de configurer l’accès à un compartiment.
set_up_asked_for = On vous a demandé de donner à { $vendor } l’accès à un compartiment.
set_up_asked_by_for = { $name } vous demande de donner à { $vendor } l’accès à un compartiment.
set_up_words = Suivez dans AWS les étapes ci-dessous, complétez ce qui manque, puis testez. Nous testons la connexion avant d’enregistrer quoi que ce soit. Ce lien est valable jusqu’au { $until }.
which_bucket = Quel compartiment
more_about_bucket = Son nom. Vous pouvez aussi coller son adresse s3://, son ARN, son adresse dans la console ou l’ARN d’un point d’accès.
details = Autres informations
the_test = Test
test_reads = Nous listons le dossier et lisons un octet d’un fichier, pour être sûrs que tout fonctionne.
test_writes = Nous écrivons un petit fichier, { $file }, et essayons de le supprimer ensuite, pour être sûrs que tout fonctionne.
test_both = Nous listons le dossier et lisons un octet d’un fichier. Nous écrivons aussi un petit fichier, { $file }, et essayons de le supprimer ensuite, pour être sûrs que tout fonctionne.
test_and_save = Tester et enregistrer
test_and_replace = Tester et remplacer
keep_present = Garder l’actuelle
things_to_change =
    { $count ->
        [one] Un point est à corriger
       *[other] { $count } points sont à corriger
    }
insert_variable = Insérer une variable
insert = Insérer
insert_what = Insérer : { $what }
for_example = Par exemple : { $place }
will_read = Nous lirons des fichiers dans { $place }
will_write = Nous écrirons des fichiers dans { $place }
will_both = Nous lirons et écrirons des fichiers dans { $place }
vendor_will_read = { $vendor } lira des fichiers dans { $place }
vendor_will_write = { $vendor } écrira des fichiers dans { $place }
vendor_will_both = { $vendor } lira et écrira des fichiers dans { $place }

## À quoi sert un champ

about_bucket = Son nom. Vous pouvez aussi coller son adresse s3://, son ARN, son adresse dans la console ou l’ARN d’un point d’accès.
about_path_prefix = Le dossier dans le compartiment. Laissez vide pour le compartiment entier.
about_access_key_id = Commence par AKIA.
about_secret = AWS ne l’affiche qu’une fois, à la création de la clé.
about_external_id = Cet ID n’appartient qu’à vous. Votre rôle doit l’exiger, afin que personne d’autre ne puisse accéder à vos données par notre intermédiaire. Ce n’est pas un secret.
about_role_arn = Affiché sur la page du rôle dans IAM.
about_region = Déterminée automatiquement si le champ est vide.
about_kms_key = Seulement si le compartiment est chiffré avec une clé à vous.
about_bucket_owner = Les 12 chiffres du compte AWS à qui appartient le compartiment.
about_endpoint = Seulement pour un stockage qui n’est pas AWS ; commence par https://.
store_hint_r2 = **Cloudflare R2 :** créez un jeton d’API R2 avec l’autorisation **Object Read & Write** pour ce compartiment, ou **Object Read only** si nous ne faisons que lire. Saisissez son Access Key ID et son Secret Access Key.
store_hint_b2 = **Backblaze B2 :** créez une clé d’application pour ce compartiment. Le **keyID** est l’ID de clé d’accès, et l’**applicationKey** est le secret. La clé principale ne fonctionne pas ici.
store_hint_wasabi = **Wasabi :** créez une clé d’accès pour un sous-utilisateur dont la politique n’autorise que ce compartiment. La clé de l’utilisateur racine permettrait tout.
store_hint_gcs = **Google Cloud Storage :** créez une clé HMAC sous **Paramètres** › **Interopérabilité**, pour un compte de service qui a le rôle **Storage Object User** sur ce compartiment.
store_hint_hetzner = **Hetzner Object Storage :** créez des identifiants S3 dans la Hetzner Console. Ils donnent accès à tous les compartiments du projet, sauf si une politique de compartiment les limite.
store_hint_spaces = **DigitalOcean Spaces :** créez une clé d’accès avec **Limited Access** à ce compartiment. L’autorisation **Read** suffit si nous ne faisons que lire.

## Accès

access = Accès
how_to_give_access = Comment voulez-vous donner accès ?
recommended = Recommandé
access_keys = Clés d’accès
access_keys_words = La clé d’un utilisateur IAM, que nous gardons chiffrée.
access_role = Rôle
access_role_words = Aucun secret ne change de mains.

## Un lien à transmettre

somebody_else = Une autre personne gère-t-elle votre compte AWS ? Envoyez-lui un lien vers ce formulaire. Elle voit ce que vous avez saisi, mais jamais un secret.
your_name = Votre nom
not_the_admin = Demander à mon administrateur AWS
forward_message_title = Message
forward_message = Pourriez-vous configurer l’accès à notre compartiment S3 { $bucket } ? Cette page contient tout ce qu’il faut :
forward_message_for = Pourriez-vous donner à { $vendor } l’accès à notre compartiment S3 { $bucket } ? Cette page contient tout ce qu’il faut :
forward_message_until = Le lien est valable jusqu’au { $until }.
send_this_link = Envoyez ce message à la personne qui gère AWS.
link_for_admin = Lien pour la personne qui gère AWS
link = Lien
link_words = Toute personne qui a ce lien peut configurer cette connexion jusqu’au { $until } : elle voit ce que vous avez saisi ici, mais jamais un secret, et ne peut ni modifier ni retirer une connexion existante. Cette page vous indique quand c’est fait. Rechargez-la en cas de doute.
handed_done = Le compartiment est connecté
handed_done_words = Il n’y a plus rien à faire ici. Vous pouvez fermer cette page. La personne qui vous a envoyé le lien voit la connexion sur sa propre page, et peut l’y modifier.

## La vérification

checks = Vérifications
asking = Vérification de la connexion…
waiting = AWS refuse encore une demande. Les changements dans IAM peuvent mettre quelques secondes à prendre effet ; nous réessayons donc.
waiting_for_aws = En attente d’AWS
refused_so_far = AWS refuse encore. Les changements dans IAM peuvent mettre quelques secondes à prendre effet ; nous réessayons donc pendant environ { $seconds } secondes.
passed = Réussi
failed = Échoué
undetermined = Indéterminé
warning = Attention
skipped = Non vérifié
statement = Instruction
statement_for = Instruction pour : { $about }
aws_answered = Détails techniques
aws_call = Appel
aws_status = Statut HTTP
aws_code = Code
aws_request_id = ID de demande
aws_extended_request_id = ID de demande étendu
everything_works = Tout fonctionne.
checks_failed =
    { $total ->
        [one] { $failed } vérification sur 1 a échoué.
       *[other] Vérifications en échec : { $failed } sur { $total }.
    }
nothing_saved = Rien n’a été enregistré.
change_and_check = Corrigez ce qui est marqué, puis vérifiez de nouveau. Nous ne relançons que les vérifications qui n’ont pas réussi.
correct_field = Corriger dans le formulaire
whole_policy = Une seule politique avec toutes les autorisations nécessaires
replace_policy = Remplacez tout le contenu de la politique par ceci. Ou ajoutez seulement les instructions ci-dessous.
whole_trust_policy = La politique d’approbation complète
replace_trust_policy = Remplacez tout le contenu de la politique d’approbation du rôle par ceci.
could_not_finish = Nous n’avons pas pu finir le test, et rien n’a été enregistré.
not_your_fault = Cela ne veut pas dire que ce que vous avez saisi est faux. Réessayez dans une minute.
check_again = Vérifier de nouveau
try_again = Réessayer
retype = Nous ne gardons aucun secret tant qu’un test n’a pas réussi : { $link } d’abord.
retype_link = retapez la clé d’accès secrète
saved_but_failed = La connexion est toujours enregistrée, mais ne fonctionne pas. Corrigez ce qui est marqué ci-dessous, puis vérifiez de nouveau.
saved_but_unfinished = Nous n’avons pas pu finir la vérification. Cela ne veut pas dire que la connexion a un problème. Vérifiez de nouveau dans une minute.

## Connecté

connected_now = Connecté. Tout fonctionne.
connected_still = Toujours connecté. Tout fonctionne.
connected = Connecté
connected_not_passed = Connecté, mais la dernière vérification n’a pas réussi
connected_broken = La connexion ne fonctionne pas : { $problem }
reads_from = Nous lisons des fichiers dans { $place }
writes_to = Nous écrivons des fichiers dans { $place }
reads_and_writes = Nous lisons et écrivons des fichiers dans { $place }
vendor_reads_from = { $vendor } lit des fichiers dans { $place }
vendor_writes_to = { $vendor } écrit des fichiers dans { $place }
vendor_reads_and_writes = { $vendor } lit et écrit des fichiers dans { $place }
fact_bucket = Compartiment
fact_path_prefix = Préfixe de chemin
whole_bucket = le compartiment entier
fact_account = Compte AWS
fact_region = Région
fact_key = Clé d’accès
fact_role = Rôle
secret_ends = la clé secrète finit par { $four }
connected_since = Connecté depuis
last_checked = Dernière vérification
left_behind = Le test a laissé un petit fichier, car nous n’avons pas le droit de supprimer : { $file }. Vous pouvez le supprimer ; chaque test suivant l’écrit de nouveau.
done = Terminé
done_back = Terminé, retour à { $vendor }
can_close = C’est terminé. Vous pouvez fermer cette page.
change = Modifier
disconnect = Déconnecter…
what_was_checked = Ce qui a été vérifié
worth_knowing = Bon à savoir
disconnect_question = Déconnecter ce compartiment ?
disconnect_words = Nous n’accéderons plus à { $bucket }. Nous supprimons ce que nous avons enregistré de la connexion ; rien ne change dans le compartiment ni dans le compte auquel il appartient.
disconnect_yes = Oui, déconnecter
disconnect_no = Garder la connexion
disconnected = Déconnecté
disconnected_words = Nous n’avons plus d’accès par cette connexion. Ce que nous en avions enregistré est supprimé. Vous pouvez maintenant supprimer la clé ou le rôle.
leave_question = Fermer sans enregistrer ?
leave_words = Votre saisie n’est pas encore enregistrée et sera perdue.
leave_yes = Fermer
leave_no = Continuer la saisie
connect_again = Connecter de nouveau

## Ce qu’il faut faire dans AWS

make_key = Comment créer une clé dans AWS
make_role = Comment créer le rôle dans AWS
setup_tabs = Comment voulez-vous le configurer ?
setup_console = Console
setup_fill_in = Mettez ce qui est saisi ci-dessus dans les textes ci-dessous.
setup_fill_in_button = Insérer mon compartiment
setup_no_bucket = Saisissez d’abord le compartiment. D’ici là, les textes ci-dessous indiquent **{ $placeholder }**.
setup_sessions = La politique contient aussi l’instruction **S3ConnectTemporaryCredentials**. Elle permet à nos programmes d’utiliser des informations d’identification temporaires, qui n’autorisent rien de plus que cette politique et expirent au bout d’une heure au plus.
setup_alias = C’est l’alias d’un point d’accès, et les politiques n’acceptent que son ARN. Saisissez l’ARN comme compartiment, ou remplacez **{ $placeholder }** par cet ARN dans les textes ci-dessous.
setup_access_point = S3 consulte aussi la politique du compartiment lui-même. Ajoutez-y cette instruction, avec le nom de votre compartiment, sauf si elle délègue déjà le contrôle d’accès au point d’accès :
bucket_policy = Politique du compartiment
download = Télécharger
download_what = Télécharger : { $what }
page_create_policy = IAM › Politiques › Créer une politique
page_create_role = IAM › Rôles › Créer un rôle
page_create_user = IAM › Utilisateurs › Créer un utilisateur
page_create_stack = CloudFormation › Créer une pile
page_role = la page du rôle dans IAM
page_user_keys = les informations d’identification de sécurité de l’utilisateur dans IAM
page_users = IAM › Utilisateurs
quick_create = Ouvrir dans la console AWS
quick_create_next = Tout y est déjà rempli. Cochez **Je sais qu’AWS CloudFormation peut créer des ressources IAM** et choisissez **Créer une pile**.
cloudformation_upload = Charger plutôt le modèle vous-même
make_policy = Ouvrez { $page }. Choisissez **JSON**, remplacez le contenu de l’éditeur par cette politique et choisissez **Suivant**. Nommez la politique **{ $name }**, ou donnez-lui un autre nom, et choisissez **Créer une politique**.
make_user = Ouvrez { $page }. Nommez l’utilisateur **{ $name }**, ou donnez-lui un autre nom, laissez l’accès à la console désactivé et choisissez **Suivant**. Choisissez **Attacher des politiques directement**, cochez la politique que vous venez de créer et choisissez **Suivant**, puis **Créer un utilisateur**.
make_users_key = Ouvrez { $page } et choisissez **Créer une clé d’accès**. Choisissez **Service tiers**, cochez la confirmation et choisissez **Suivant**, puis **Créer une clé d’accès**.
make_key_of_user = Ouvrez { $page }, puis cet utilisateur, et choisissez **Informations d’identification de sécurité › Créer une clé d’accès**. Choisissez **Service tiers**, cochez la confirmation et choisissez **Suivant**, puis **Créer une clé d’accès**.
paste_key = Collez les deux parties de la clé ci-dessous. AWS n’affiche la partie secrète qu’une fois.
make_trust = Ouvrez { $page }. Choisissez **Politique d’approbation personnalisée**, remplacez le contenu de l’éditeur par cette politique et choisissez **Suivant**. Cette politique nous donne accès, mais seulement avec votre ID externe.
make_trust_unknown = Cette politique doit nommer notre identité AWS, que nous ne connaissons pas en ce moment. Réessayez plus tard.
make_role_last = Recherchez la politique de l’étape 1, cochez-la et choisissez **Suivant**. Nommez le rôle **{ $name }**, ou donnez-lui un autre nom, et choisissez **Créer un rôle**.
paste_arn = Ouvrez { $page }, copiez son **ARN** et collez-le ci-dessous.
cloudformation_download = Téléchargez le modèle.
cloudformation_open = Ouvrez { $page }. Choisissez **Charger un fichier de modèle**, puis le fichier téléchargé, et choisissez **Suivant**.
cloudformation_name = Saisissez ce nom de pile, ou un autre, et choisissez **Suivant**.
cloudformation_submit = Cochez **Je sais qu’AWS CloudFormation peut créer des ressources IAM** et choisissez **Suivant**, puis **Soumettre**.
cloudformation_for_role = Attendez que le statut soit **CREATE_COMPLETE**. Ouvrez l’onglet **Sorties**, copiez la valeur de **RoleArn** et collez-la ci-dessous.
cloudformation_for_keys = Attendez que le statut soit **CREATE_COMPLETE**. Ouvrez l’onglet **Sorties** : la valeur de **UserName** est le nom du nouvel utilisateur.
terraform_save = Enregistrez ce fichier à côté de vos autres fichiers Terraform.
terraform_run = Lancez **terraform apply** et répondez **yes**.
terraform_for_role = Copiez l’ARN qui s’affiche après **s3_connect_role_arn** et collez-le ci-dessous.
aws_cli_open = Ouvrez { $page } dans le compte du compartiment, ou un autre terminal où l’AWS CLI est connectée à ce compte.
aws_cli_run = Copiez ce script, collez-le dans le terminal et appuyez sur Entrée. Si CloudShell met en garde contre le collage de plusieurs lignes, choisissez **Coller**. Vous pouvez relancer le script : il met à jour ce qu’il a créé.
aws_cli_for_role = Copiez l’ARN qui s’affiche et collez-le ci-dessous.
aws_cli_for_keys = Lancez la commande qui s’affiche en dernier. Elle crée la clé. Collez **AccessKeyId** et **SecretAccessKey** ci-dessous.
iam_policy = Politique IAM
trust_policy = Politique d’approbation
cloudformation_template = Modèle CloudFormation
aws_cli_script = Script AWS CLI

## Ce que dit le script

island_checking = Vérification en cours.
island_offline = Nous n’avons pas pu joindre notre serveur, ou la connexion a été coupée. Rien n’a changé ; ce que vous avez saisi est encore là. Réessayez.
island_not_copied = Le navigateur n’a pas permis la copie. Le texte est sélectionné : copiez-le au clavier.
island_wrong_value = Cette valeur ne peut pas être juste. Lancez le test pour voir ce qui ne va pas.

## Pages qui disent une seule chose

reference = Référence : { $id }
go_back = Retour
go_back_to = Retour à { $vendor }
nothing_lost = Rien de ce que vous avez enregistré n’est perdu.
no_link_title = Ouvrez de nouveau le lien
no_link_words = Cette page a besoin du lien complet qui vous a été donné.
no_link_action = Retournez là où vous avez trouvé le lien et ouvrez-le de nouveau. Rien n’est perdu.
not_found_title = Page introuvable
not_found_words = Il n’y a rien à cette adresse.
not_found_action = Vérifiez l’adresse. Si vous avez reçu un lien, retournez là où vous l’avez trouvé et ouvrez-le de nouveau.
unknown_link_title = Ce lien ne fonctionne pas
unknown_link_words = Nous ne connaissons pas ce lien.
unknown_link_action = Il est peut-être incomplet. Retournez là où vous l’avez trouvé et ouvrez-le de nouveau.
expired_link_title = Ce lien a expiré
expired_link_action = Les liens ne sont valables que peu de temps. Retournez là où vous l’avez trouvé et ouvrez-en un nouveau.
expired_forwarded_link_action = Un lien de configuration est valable sept jours, et prend fin quand le compartiment est déconnecté. Demandez-en un nouveau à la personne qui vous l’a envoyé.
not_for_forwarded_links_title = Ce lien ne peut pas faire cela
not_for_forwarded_links_words = Ce lien sert seulement à configurer l’accès.
not_for_forwarded_links_action = La personne qui vous l’a envoyé peut modifier ou retirer la connexion sur sa propre page.
already_connected_title = Le compartiment est connecté
already_connected_words = Le compartiment a été connecté entre-temps.
already_connected_action = Ouvrez de nouveau le lien pour voir la connexion.
unknown_action_title = Cette page a été mise à jour
unknown_action_words = Elle était ouverte pendant une mise à jour, et nous n’avons pas pu savoir ce que vous vouliez faire. Rien n’a été changé. Ce que vous avez saisi est toujours là, sauf les secrets.
unknown_action_action = Saisissez de nouveau les secrets, puis choisissez ce que vous voulez faire.
too_many_checks_title = Trop de vérifications à la fois
too_many_checks_words = D’autres vérifications sont encore en cours, celle-ci n’a donc pas été lancée.
too_many_checks_action = Réessayez dans un instant.
rate_limited_title = Trop de vérifications en peu de temps
rate_limited_words = Chaque vérification envoie de vraies demandes, seules quelques-unes peuvent donc démarrer chaque minute. Rien n’a été modifié.
rate_limited_action = Attendez une minute, puis réessayez.
too_many_links_title = Pas de nouveau lien pour le moment
too_many_links_words = Dix liens ont été créés ici au cours de la dernière heure.
too_many_links_action = Envoyez l’un d’eux, ou réessayez plus tard.
unknown_flow_title = Cette connexion n’est pas encore configurée
unknown_flow_words = La destination de ce lien n’existe pas.
unknown_flow_action = Veuillez prévenir les personnes qui vous ont envoyé ici ; vous ne pouvez rien faire vous-même.
no_connection_title = Il n’y a plus de connexion
no_connection_words = Elle a été retirée entre-temps.
no_connection_action = Ouvrez de nouveau le lien pour connecter à nouveau.
too_large_title = C’était trop de texte
too_large_words = Ce que vous avez envoyé est trop volumineux.
too_large_action = Revenez en arrière, raccourcissez ce que vous avez saisi, et réessayez.
did_not_work_title = Cela n’a pas fonctionné
did_not_work_words = Quelque chose s’est mal passé de notre côté. Rien n’a été changé.
busy_words = Le serveur est occupé. Réessayez dans un instant.
cut_off_words = Ce que vous avez envoyé n’est pas arrivé en entier.
did_not_work_action = Réessayez dans une minute. Si cela continue, envoyez-nous la référence ci-dessous.
