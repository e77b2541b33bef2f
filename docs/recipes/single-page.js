const main = document.querySelector('main')
const template = document.querySelector('#view')

function show(path) {
  const item = path.slice(1)
  const view = template.content.cloneNode(true)
  view.querySelector('h1').textContent = item
  view.querySelector('[data-equipoise-slot]').dataset.item = item
  main.replaceChildren(view)
  globalThis.equipoise ??= []
  equipoise.push((client) => {
    client.page({ path })
    client.record({ item, verb: 'view' })
    client.fill(main)
  })
}

document.addEventListener('click', (event) => {
  const link = event.target.closest('a[href^="/item-"]')
  if (link === null) return
  event.preventDefault()
  history.pushState(null, '', link.href)
  show(location.pathname)
})
addEventListener('popstate', () => show(location.pathname))
// The first view has an address, too: Back comes to it.
history.replaceState(null, '', '/item-1')
show(location.pathname)
