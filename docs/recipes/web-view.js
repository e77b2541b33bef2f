import { init } from '@equipoise/browser'

// What your shell puts into the page: by addJavascriptInterface, or a WKScriptMessageHandler.
const { shell } = globalThis

export const client = init({
  key: document.body.dataset.key,
  banner: false,
  subjectToken: () => shell.subjectToken(),
})

// The app's own switch; it is told what stands whenever that may have changed.
client.consent.onChange(({ permitted }) => {
  shell.onSuggestions(permitted.includes('site_personalization'))
})
document.querySelector('#off').addEventListener('click', () => {
  client.consent.refuse(['site_personalization'])
})
