import { EquipoiseProvider, Slot, useConsent } from '@equipoise/browser/react'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'

function Shop() {
  const { state, permits, ask } = useConsent()
  return (
    <main>
      <h1>{permits('site_personalization') ? 'For you' : 'Liked by many'}</h1>
      <Slot slot="home" count={3} fallback={<p>One moment</p>}>
        {({ id, title }) => (
          <article>
            <a href={`/items/${id}`}>{title ?? id}</a>
            <button type="button" data-equipoise-why aria-label={`Why ${title ?? id}`}>
              Why?
            </button>
          </article>
        )}
      </Slot>
      <button type="button" disabled={state === undefined} onClick={() => ask({ again: true })}>
        Your choices
      </button>
    </main>
  )
}

const root = document.querySelector('#root')
createRoot(root).render(
  <StrictMode>
    <EquipoiseProvider options={{ key: root.dataset.key }}>
      <Shop />
    </EquipoiseProvider>
  </StrictMode>,
)
