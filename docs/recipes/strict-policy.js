const { lookedAt } = document.body.dataset
globalThis.equipoise ??= []
if (lookedAt) equipoise.push((client) => client.record({ item: lookedAt, verb: 'view' }))
