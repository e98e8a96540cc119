# Ce qui s’est passé et ce qu’il faut changer. Ce qu’il faut faire a `_do` derrière le nom de la cause.

unknown_access_key = AWS ne connaît pas la clé d’accès { $key }. Elle a été supprimée, désactivée ou mal saisie.
unknown_access_key_do = Dans IAM, ouvrez les informations d’identification de sécurité de l’utilisateur et vérifiez que cette clé existe et qu’elle est active, ou créez-en une nouvelle et collez ses deux parties.
unknown_access_key_misread_do = Dans IAM, ouvrez les informations d’identification de sécurité de l’utilisateur et vérifiez que cette clé existe et qu’elle est active, ou créez-en une nouvelle et collez ses deux parties. Un ID de clé ne contient ni 0, ni 1, ni 8, ni 9 : regardez si l’un d’eux n’est pas la lettre O, I, B ou une autre.
wrong_secret = AWS connaît la clé d’accès { $key }, mais la clé secrète ne lui correspond pas.
wrong_secret_do = Collez de nouveau la clé d’accès secrète, entière et sans espaces. Si elle est perdue, créez une nouvelle clé : AWS n’affiche une clé secrète qu’une fois.
root_key = C’est une clé de l’utilisateur racine du compte, qui peut tout y faire. Nous ne l’acceptons pas.
root_key_do = Créez un utilisateur IAM qui n’a que la politique affichée ici, et utilisez sa clé. Supprimez ensuite la clé de l’utilisateur racine.
temporary_key = La clé d’accès { $key } est temporaire et expire d’elle-même.
temporary_key_do = Utilisez la clé d’un utilisateur IAM ; elle commence par AKIA.
quarantined_key = AWS considère que les informations d’identification { $who-of } sont compromises et les a mises en quarantaine{ $policy }.
quarantined_key_do = Remplacez la clé : connectez le compartiment avec un rôle ou avec la clé d’un nouvel utilisateur IAM, et supprimez la clé compromise. Ne retirez pas la politique de quarantaine d’AWS. AWS a ouvert pour votre compte une demande de support qui indique ce qu’il faut faire d’autre.
session_expired = La session que nous avions via votre rôle a pris fin avant le test.
role_not_assumable = AWS ne nous a pas laissés endosser { $role } et ne dit pas pourquoi. Soit le rôle n’existe pas, soit sa politique d’approbation ne nous nomme pas, soit elle exige un autre ID externe.
role_not_assumable_do = Vérifiez que { $role } est bien l’ARN du rôle, et faites de ceci la seule instruction de sa politique d’approbation (IAM › Rôles › votre rôle › Relations d’approbation).
invalid_role_arn = AWS n’accepte pas { $role } comme ARN d’un rôle.
invalid_role_arn_do = Copiez de nouveau l’ARN depuis la page du rôle dans IAM. Il ressemble à arn:aws:iam::111122223333:role/name.
external_id_not_enforced = { $role } peut être endossé sans votre ID externe. Quiconque peut agir par notre intermédiaire pourrait l’utiliser.
external_id_not_enforced_like = { $role } peut aussi être endossé avec « { $id } », qui n’est pas votre ID externe. Sa politique d’approbation ignore la casse ou contient un caractère générique, alors qu’elle doit comparer l’ID entier. Quiconque a un ID semblable pourrait l’utiliser.
external_id_not_enforced_do = Faites de ceci la seule instruction de la politique d’approbation du rôle (IAM › Rôles › votre rôle › Relations d’approbation). Si vous venez de le faire, attendez une minute : AWS met un moment à appliquer le changement.
region_disabled = AWS Security Token Service (STS) n’est pas actif dans votre compte pour les régions que nous utilisons.
region_disabled_do = Demandez à un administrateur du compte d’activer STS dans IAM › Paramètres du compte › Security Token Service.
region_disabled_there_do = Demandez à un administrateur du compte d’activer STS pour { $region } dans IAM › Paramètres du compte › Security Token Service.
session_tags_denied = Notre propre session AWS a des balises qu’elle transmettrait à votre rôle, et AWS ne le permet pas (sts:TagSession).
vendor_not_allowed = Notre propre identité AWS n’a pas le droit d’endosser des rôles.
vendor_not_allowed_by_network = Le réseau par lequel nos serveurs joignent AWS ne laisse pas passer cet appel.
vendor_credentials = Nos propres informations d’identification AWS ne fonctionnent pas ; nous n’avons donc pas pu interroger AWS.
bucket_not_found = Il n’y a pas de compartiment nommé « { $bucket } ».
bucket_not_found_do = Vérifiez l’orthographe dans la console S3.
bucket_not_found_regional_do = Un nom qui se termine par -an contient le compte et la région de son compartiment. Celui-ci indique le compte { $account } et la région { $region }. Comparez-le avec le nom affiché dans la console S3.
wrong_region = Le compartiment « { $bucket } » n’est pas dans { $region }, et AWS n’a pas dit où il est.
wrong_region_do = La console S3 affiche la région du compartiment à côté de son nom. Saisissez-la avec le compartiment, par exemple en collant ici l’adresse que la console donne au compartiment.
wrong_owner = Le compartiment « { $bucket } » n’appartient pas au compte { $owner }.
wrong_owner_do = Vérifiez l’ID de compte du propriétaire et le nom du compartiment. Si quelqu’un d’autre a un compartiment de ce nom, ce n’est pas le vôtre que nous aurions utilisé.

list_denied = { $who-start } n’a pas le droit de lister les fichiers de { $place }.
get_denied = { $who-start } n’a pas le droit de lire les fichiers de { $place }.
put_denied = { $who-start } n’a pas le droit d’écrire des fichiers dans { $place }.
add_statement_do = Ajoutez cette instruction à la politique { $who-of }.
add_to_bucket_policy_do = Le compartiment appartient à un autre compte. Demandez à l’administrateur de ce compte d’ajouter cette instruction à la politique du compartiment « { $bucket } ».
add_without_reason_do = Ajoutez cette instruction à la politique { $who-of }. Si elle y est déjà et que le compartiment appartient à un autre compte, demandez à l’administrateur de ce compte de l’ajouter aussi à la politique du compartiment, avec "Principal": {"{"}"AWS": "{ $arn }"{"}"}. Sinon, la politique du compartiment, ou une de votre organisation, s’y oppose.
add_without_reason_or_owner_do = Ajoutez cette instruction à la politique { $who-of }. Si elle y est déjà et que le compartiment appartient à un autre compte, demandez à l’administrateur de ce compte de l’ajouter aussi à la politique du compartiment, avec "Principal": {"{"}"AWS": "{ $arn }"{"}"}. Sinon, la politique du compartiment, ou une de votre organisation, s’y oppose. Ou bien le compartiment n’appartient pas au compte { $owner }, contrairement à ce qui a été indiqué.
add_across_accounts_do = D’après son nom, le compartiment appartient au compte { $account }, qui n’est pas le compte { $who-of }. Les deux comptes doivent donc le permettre. Ajoutez cette instruction à la politique { $who-of }, et demandez au propriétaire du compartiment de l’ajouter aussi à la politique du compartiment, avec "Principal": {"{"}"AWS": "{ $arn }"{"}"}.
kms_denied = Les fichiers de { $place } sont chiffrés avec { $key }, et { $who } n’a pas le droit de l’utiliser{ $why }.
kms_denied_do = Ajoutez cette instruction à la politique { $who-of }. La politique de la clé elle-même doit aussi le permettre : c’est le cas si elle laisse la décision à IAM, comme la politique par défaut d’AWS ; sinon, ajoutez { $who } aux utilisateurs de la clé.
kms_denied_unnamed_do = Permettez { $who-to } d’utiliser la clé KMS du compartiment : dans la politique de la clé, ou en l’ajoutant aux utilisateurs de la clé dans KMS. Si la clé appartient à un autre compte, sa politique doit nommer { $who }. La clé aws/s3 d’un autre compte ne peut pas être utilisée du tout.
kms_denied_other_account_do = La clé appartient au compte { $account } ; les deux comptes doivent donc permettre son utilisation. Ajoutez cette instruction à la politique { $who-of }. Demandez ensuite à la personne qui gère le compte { $account } d’autoriser { $arn } dans la politique de la clé. La politique de clé par défaut d’AWS ne suffit pas, car elle ne vaut que pour le compte de la clé.
kms_key_unusable = La clé KMS qui chiffre les fichiers de { $place } ne peut pas être utilisée{ $why }.
kms_key_unusable_do = Ouvrez la clé dans KMS : elle doit être dans la région du compartiment, activée, et ne pas être en attente de suppression.

explicit_deny = { $action } est expressément interdit par { $by }. Ajouter des autorisations n’y change rien.
explicit_deny_named = { $action } est expressément interdit par { $by } ({ $policy }). Ajouter des autorisations n’y change rien.
explicit_deny_unnamed = Ceci est expressément interdit par { $by }. Ajouter des autorisations n’y change rien.
explicit_deny_identity_do = Dans IAM, cherchez dans les politiques { $who-of } une instruction avec "Effect": "Deny" et retirez-la, ou faites une exception. Souvent, elle exige l’authentification multifacteur (aws:MultiFactorAuthPresent), qu’une connexion ne peut pas fournir.
explicit_deny_policy_do = Ouvrez cette politique dans IAM et cherchez une instruction avec "Effect": "Deny". Retirez-la, ou faites une exception pour { $who }.
explicit_deny_bucket_do = Dans S3 › Autorisations › Politique de compartiment, cherchez une instruction avec "Effect": "Deny". Le plus souvent, elle exige certains réseaux (aws:SourceIp, aws:SourceVpc, aws:SourceVpce), une organisation (aws:PrincipalOrgID), la MFA ou le chiffrement. Faites une exception pour { $who }.
explicit_deny_kms_do = Dans KMS › votre clé › Politique de clé, cherchez une instruction avec "Effect": "Deny" et faites une exception pour { $who }.
explicit_deny_trust_do = Dans IAM › Rôles › votre rôle › Relations d’approbation, retirez l’instruction avec "Effect": "Deny".
explicit_deny_boundary_do = La personne qui gère les limites d’autorisations du compte doit retirer l’interdiction.
explicit_deny_scp_do = Seule la personne qui gère votre organisation AWS peut lever cette interdiction ; rien dans ce compte ne le peut.
explicit_deny_rcp_do = Seule la personne qui gère votre organisation AWS peut lever cette interdiction. Ces demandes viennent de votre propre utilisateur ou rôle ; ajouter notre compte à la politique n’y change donc rien. Le plus souvent, une telle politique exige certains réseaux (aws:SourceIp, aws:SourceVpc), une organisation (aws:PrincipalOrgID) ou le chiffrement.
explicit_deny_rcp_assume_do = Seule la personne qui gère votre organisation AWS peut changer cela. La politique décide qui peut endosser les rôles de votre organisation ; il lui faut donc une exception pour notre compte { $account }.
explicit_deny_do = Cherchez une instruction avec "Effect": "Deny" : dans la politique du compartiment, dans celles de l’utilisateur ou du rôle, dans sa limite d’autorisations, et dans les politiques de votre organisation.
by_policy_of = une politique { $who-of }
by_bucket_policy = la politique du compartiment « { $bucket } »
by_kms_policy = la politique de la clé KMS
by_trust_policy = la politique d’approbation du rôle
by_boundary = la limite d’autorisations { $who-of }
by_scp = une politique de contrôle des services (SCP) de votre organisation
by_rcp = une politique de contrôle des ressources (RCP) de votre organisation
by_a_policy = une politique
mfa_required = Une politique interdit expressément { $action } { $who-to }. Le nom de la politique{ $policy } laisse penser qu’elle exige l’authentification multifacteur (MFA), qu’une connexion ne peut pas fournir.
mfa_required_do = Faites dans cette politique une exception pour { $who }, en général dans l’instruction qui a la condition aws:MultiFactorAuthPresent. Ou connectez le compartiment avec un rôle au lieu d’une clé d’accès, si ce formulaire le propose.

limited_by_boundary = La limite d’autorisations { $who-of } n’autorise pas { $action }, quoi que permettent d’autres politiques.
limited_by_boundary_do = Ajoutez cette instruction à la politique de la limite, à côté de celle de l’utilisateur ou du rôle lui-même.
limited_by_scp = Une politique de contrôle des services (SCP) de votre organisation n’autorise pas { $action }, quoi que permettent d’autres politiques.
limited_by_rcp = Une politique de contrôle des ressources (RCP) de votre organisation n’autorise pas { $action }, quoi que permettent d’autres politiques.
limited_by_organization_do = Seule la personne qui gère votre organisation AWS peut élargir cette politique ; rien dans ce compte ne le peut.
limited_by_policy = Une politique qui encadre les autorisations n’autorise pas { $action }, quoi que permettent d’autres politiques.
limited_by_policy_do = Demandez à la personne qui gère le compte de le permettre là aussi.

encryption_required = { $place } n’accepte les fichiers que si leur envoi demande le chiffrement ({ $encryption }).
encryption_required_do = Retirez de la politique du compartiment l’instruction qui refuse les envois non chiffrés. Depuis janvier 2023, S3 chiffre de lui-même chaque nouveau fichier ; rien n’est donc perdu.
encryption_required_kms_do = Saisissez l’ARN de la clé KMS, si ce formulaire a un champ pour cela. Ou faites de cette clé le chiffrement par défaut du compartiment et retirez de sa politique l’instruction qui refuse les autres envois : S3 chiffre alors chaque fichier avec elle.
customer_provided_key = « { $object } » est chiffré avec une clé fournie par le client (SSE-C). Seul l’auteur du fichier possède cette clé ; nous ne pouvons donc pas le lire.
customer_provided_key_do = N’utilisez pas de clé fournie par le client pour les fichiers que nous devons lire, mais par exemple le chiffrement par défaut du compartiment. Ou connectez un dossier qui ne contient pas de tels fichiers.
requester_pays = « { $bucket } » est un compartiment de type « paiement par le demandeur » : qui demande ses fichiers paie pour cela, et doit l’indiquer expressément.
requester_pays_do = Nous ne prenons pas en charge le coût des demandes. Désactivez le paiement par le demandeur pour ce compartiment (S3 › Propriétés › Paiement par le demandeur), ou connectez-en un autre.
storage_full = { $store } n’a pas accepté de fichier dans { $place }, car le stockage est plein ou son quota est épuisé{ $why }.
storage_full_do = Supprimez les fichiers dont vous n’avez plus besoin, ou faites augmenter le quota. Vérifiez ensuite de nouveau.
account_suspended = AWS a fermé ou suspendu le compte derrière « { $bucket } », ou il ne peut pas encore utiliser S3{ $why }.
account_suspended_do = Connectez-vous à la console AWS comme titulaire du compte ; un avis affiché là, ou le support AWS, indique ce qui manque.
not_s3 = Le serveur à l’adresse { $store } n’est pas un service S3.
not_s3_do = Saisissez l’adresse de l’interface S3 du stockage. C’est souvent une autre que celle de sa console web.
answer_too_large = { $store } a répondu par plus de { $kilobytes } Ko, bien plus que S3 ; nous avons donc arrêté la lecture.
archived_object = « { $object } » peut être lu, mais il est archivé et doit d’abord être restauré.
archived_object_do = Restaurez les fichiers archivés que nous devons lire, ou faites en sorte que la règle de cycle de vie n’archive pas les nouveaux. Nous ignorons ceux qui sont archivés.
clock_skew = L’horloge de notre serveur diffère de celle d’AWS.
bad_request = AWS a rejeté notre demande comme non valide{ $why } ; cela n’a donc pas pu être vérifié.
throttled = { $store } nous a demandé de ralentir ; cela n’a donc pas pu être vérifié.
timeout = { $store } n’a pas répondu à temps ; cela n’a donc pas pu être vérifié.
dns_failure = L’adresse de { $store } n’a pas été trouvée ; cela n’a donc pas pu être vérifié.
dns_failure_region_do = Si la région { $region } a été saisie ici, vérifiez qu’AWS en a une de ce nom. Sinon, réessayez dans une minute.
unreachable = { $store } n’a pas pu être joint ; cela n’a donc pas pu être vérifié.
connection_lost = La connexion à { $store } a été perdue ; cela n’a donc pas pu être vérifié.
tls_failure = Aucune connexion sécurisée à { $store } n’a pu être établie ; cela n’a donc pas pu être vérifié.
tls_failure_do = Son certificat doit être valable pour cette adresse, et émis par une autorité reconnue de tous.
server_error = { $store } a répondu par une erreur de son côté ; cela n’a donc pas pu être vérifié.
bad_answer = Quelque chose entre nous et AWS a répondu à sa place, ou la réponse n’a pas pu être lue ; cela n’a donc pas pu être vérifié.
unknown_refusal = AWS a répondu « { $code } », que nous ne connaissons pas.
unknown_refusal_of_store = Le stockage a répondu « { $code } », que nous ne connaissons pas.
unknown_refusal_do = Donnez le code et l’ID de demande d’AWS, affichés ci-dessous, à la personne qui gère votre compte AWS.
overlapping_prefix = Une autre connexion utilise aussi { $place }. Vos fichiers et ceux d’autres pourraient se retrouver côte à côte.
overlapping_prefix_do = Utilisez un compartiment ou un dossier qui n’est qu’à vous, ou mettez { $variable } dans le préfixe de chemin.
broad_access = { $who-start } peut voir tous les compartiments du compte, et a donc peut-être bien plus de droits que cette connexion n’en demande.
broad_access_do = Cela fonctionne tel quel. Pour plus de sûreté, donnez { $who-to } seulement la politique que ce formulaire affiche sous « Accès » (depuis une connexion, appuyez sur « Modifier »).
keys_not_preferred = Cette connexion utilise une clé d’accès. Un rôle serait plus sûr : aucun secret ne change de mains, et vous pouvez mettre fin à notre accès à tout moment.
keys_not_preferred_do = Cela fonctionne tel quel. Quand vous aurez un moment, choisissez « Modifier » et connectez le compartiment avec un rôle.
keys_not_offered = Cette connexion utilise une clé d’accès. Nous demandons désormais un rôle à la place : aucun secret ne change de mains, et vous pouvez mettre fin à notre accès à tout moment.
keys_not_offered_do = Elle reste en place jusqu’à ce que vous la modifiiez. Choisissez « Modifier » et connectez le compartiment avec un rôle.
role_not_offered = Cette connexion utilise un rôle. Nous demandons désormais une clé d’accès à la place.
role_not_offered_do = Elle reste en place jusqu’à ce que vous la modifiiez. Choisissez « Modifier » et connectez le compartiment avec une clé d’accès.
old_external_id = { $role } exige votre ID externe précédent. Vous en avez un nouveau, qui le remplace dès que le rôle accepte le nouveau.
old_external_id_do = Faites de ceci la seule instruction de la politique d’approbation du rôle. Elle indique le nouvel ID externe et, pour l’instant, le précédent. Vérifiez ensuite de nouveau.
versioned_residue = « { $bucket } » garde les versions ; celle de « { $object } » que ce test a écrite reste donc.
versioned_residue_do = Elle contient une ligne de texte et peut être supprimée.

## Ce que disent les causes pour un stockage qui n’est pas AWS

store_unknown_access_key = { $store } ne connaît pas la clé d’accès { $key }. Elle a été supprimée, désactivée ou mal saisie.
store_unknown_access_key_do = Dans la console du stockage, vérifiez que cette clé existe et qu’elle est active, ou créez-en une nouvelle et collez ses deux parties.
store_wrong_secret = { $store } connaît la clé d’accès { $key }, mais la clé secrète ne lui correspond pas.
store_wrong_secret_do = Collez de nouveau la clé d’accès secrète, entière et sans espaces. Si elle est perdue, créez une nouvelle clé.
store_bucket_not_found_do = Comparez le nom avec celui qu’affiche la console du stockage, et vérifiez que le point de terminaison est le bon.
store_wrong_region = Le compartiment « { $bucket } » n’est pas dans { $region }, et { $store } n’a pas dit où il est.
store_wrong_region_do = La console ou la documentation du stockage indique la région qu’il utilise. Saisissez-la, si ce formulaire a un champ pour cela.
store_permission_do = Dans la console du stockage, donnez à cette clé d’accès l’autorisation { $action }. Si le compartiment a sa propre politique, vérifiez qu’elle le permet aussi.
store_account_suspended = { $store } a fermé ou suspendu le compte de cette clé d’accès, ou ce compte ne peut pas encore utiliser le stockage{ $why }.
store_account_suspended_do = Connectez-vous à la console du stockage comme titulaire du compte ; un avis affiché là, ou le support du fournisseur de stockage, indique ce qui manque.
store_clock_skew = L’horloge de notre serveur diffère de celle de { $store }.
store_clock_skew_do = Vérifiez l’horloge du stockage. Si elle est à l’heure, signalez-nous le problème.
store_bad_request = { $store } a rejeté notre demande comme non valide{ $why } ; cela n’a donc pas pu être vérifié.
store_bad_answer = Quelque chose entre nous et { $store } a répondu à sa place, ou la réponse n’a pas pu être lue ; cela n’a donc pas pu être vérifié.
store_unknown_refusal_do = Donnez le code et l’ID de demande, affichés ci-dessous, à la personne qui gère le stockage.

## À faire pour plusieurs causes

try_again_do = Pour autant que nous puissions en juger, rien n’est faux dans ce que vous avez saisi. Réessayez dans une minute.
our_side_do = Cela vient de nous, pas de vous. Ce que vous avez saisi est gardé ; veuillez nous le signaler et réessayer plus tard.
endpoint_do = Vérifiez l’orthographe du point de terminaison, et qu’il est joignable depuis l’internet. Puis réessayez.
principal_unknown_do = Nous ne connaissons pas notre propre identité AWS en ce moment. Réessayez plus tard.

## De qui sont les droits ; `of` : de qui, `start` : en début de phrase

who_role = le rôle « { $name } »
    .start = Le rôle « { $name } »
    .of = du rôle « { $name } »
    .to = au rôle « { $name } »
who_user = l’utilisateur « { $name } »
    .start = L’utilisateur « { $name } »
    .of = de l’utilisateur « { $name } »
    .to = à l’utilisateur « { $name } »
who_key = l’utilisateur de la clé
    .start = L’utilisateur de la clé
    .of = de l’utilisateur de la clé
    .to = à l’utilisateur de la clé
who_arn = { $arn }
    .start = { $arn }
    .of = de { $arn }
    .to = à { $arn }

## Ce dont le nom n’est pas connu

some_key = saisie
some_role = le rôle
some_bucket = le compartiment
some_region = la région que nous avons interrogée
some_owner = indiqué
some_action = cette action
some_encryption = chiffrement côté serveur
some_file = le fichier
some_test_file = le fichier de test
some_code = aucun code
some_users_arn = ARN de l’utilisateur de la clé
some_kms_key = une clé KMS
named_kms_key = la clé KMS { $arn }
