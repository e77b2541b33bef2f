/** Machine translated, not reviewed: what it says otherwise than `es.ts`. */
import type { Translation } from './english.ts'
import { es } from './es.ts'

export const esMX: Translation = {
  language: 'es-MX',
  isReviewed: false,
  words: {
    ...es.words,
    becauseItem: 'usted encontró {name}',
    becauseCategory: 'usted encontró cosas de {name}',
    basisNobody: 'Fundamento legal: no hace falta ninguno, porque no se usa nada de usted.',
    basisConsent: 'Fundamento legal: su consentimiento.',
    basisInterest: 'Fundamento legal: un interés legítimo, al que puede oponerse.',
    basisNotice: 'Fundamento legal: se le informó y puede negarse.',
    basisNone: 'Fundamento legal: la ley no pide ninguno aquí.',
    things:
      'De {count} cosa que encontró aquí: {acts}.|De {count} cosas que encontró aquí: {acts}.',
    added: 'Puesto en el carrito',
    slotBasket: 'Carrito',
    slotPlaylist: 'Lista de reproducción',
    slotEmail: 'Correo electrónico',
    noScript:
      'Esta página funciona con JavaScript. Sin él, quien opera este sitio muestra, corrige y borra por usted lo que haría esta página: escríbale.',
    linkTitle: '¿Se le conoce aquí por su correo electrónico?',
    linkSays:
      'Escriba una dirección en la que confirmó que recibe correo. Si la conocemos, enviamos allí un enlace, válido 15 minutos y una vez.',
    linkAddress: 'Su dirección de correo electrónico',
    linkHere: 'El enlace sirve una vez. Presione el botón para seguir.',
    contactNobody: 'quien opera este sitio',
    whyAsked: 'Pidió que se le avisara de esto, o lo dejó en el carrito:',
    purposeSms: 'Ofertas por mensaje de texto',
  },
}
