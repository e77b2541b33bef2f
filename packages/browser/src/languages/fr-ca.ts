/** Machine translated, not reviewed: what it says otherwise than `fr.ts`. */
import type { Translation } from './english.ts'
import { fr } from './fr.ts'

export const frCA: Translation = {
  language: 'fr-CA',
  isReviewed: false,
  words: {
    ...fr.words,
    whyThis: 'Pourquoi ceci?',
    basisNobody: "Fondement juridique : aucun n'est nécessaire, car rien de vous n'est utilisé.",
    basisConsent: 'Fondement juridique : votre consentement.',
    basisInterest: 'Fondement juridique : un intérêt légitime, auquel vous pouvez vous opposer.',
    basisNotice: 'Fondement juridique : vous avez été informé et pouvez refuser.',
    basisNone: "Fondement juridique : la loi n'en demande pas ici.",
    exactly: 'Quoi exactement, et quelle loi?',
    lawWould: "La loi nous le permettrait; nous vous demandons quand même d'abord.",
    allKept:
      "Tout ce qui est conservé de ce que vous avez fait, le plus récent d'abord. Ce que vous retirez disparaît aussitôt; le modèle suit en quelques secondes.",
    level: 'À quel point cela peut-il être personnel?',
    slotPlaylist: 'Liste de lecture',
    slotEmail: 'Courriel',
    linkTitle: 'Connu ici par votre adresse courriel?',
    linkAddress: 'Votre adresse courriel',
    linkElsewhere:
      "Ce lien a été demandé dans un autre navigateur. Continuez seulement si vous l'avez demandé. Ici vous pouvez voir et désactiver; pour le reste, demandez un lien dans ce navigateur.",
    linkIn: 'Vous êtes venu par un lien dans un courriel. Cela finit à {time}.',
    mailNot: "Ce n'était pas vous? Ne faites rien. Personne n'entre sans ce courriel.",
    openTitle: 'Si vous avez ouvert un courriel',
    stopAll: 'Arrêter tous les courriels publicitaires',
    whyMail: 'Pourquoi ce courriel',
    stopped: 'Vous ne recevez plus de courriels publicitaires de notre part.',
    noAddress: "Nous n'avons aucune adresse de vous et ne vous envoyons pas de courriels.",
    purposeEmail: 'Offres par courriel',
    purposeSms: 'Offres par texto',
    purposeSensitive: 'Suggestions tirées de renseignements sensibles',
  },
}
