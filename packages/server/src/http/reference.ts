/** How the API reference looks: the house's colours and type on a well-kept library's pages. */
import type { FastifySwaggerUiOptions } from '@fastify/swagger-ui'

const CSS = `
  .swagger-ui .topbar { display: none }
  .swagger-ui, .swagger-ui .info .title, .swagger-ui .opblock-tag, .swagger-ui table,
  .swagger-ui .opblock .opblock-summary-description, .swagger-ui .btn {
    font-family: system-ui, sans-serif; color: #12232E;
  }
  body { margin: 0; background: #FBFAF7 }
  .swagger-ui .scheme-container { background: none; box-shadow: none; padding: 8px 0 }
  .swagger-ui .info { margin: 40px 0 16px }
  .swagger-ui .info .title small { background: #56646D }
  .swagger-ui .info .title small.version-stamp { background: #0B6E6E }
  .swagger-ui .btn.authorize { border-color: #0B6E6E; color: #0B6E6E; border-radius: 10px }
  .swagger-ui .btn.authorize svg { fill: #0B6E6E }
  .swagger-ui .opblock[class*='opblock-'] { border-radius: 10px; box-shadow: none;
    border-color: #12232E33; background: none }
  .swagger-ui .opblock[class*='opblock-'] .opblock-summary { border-color: #12232E22 }
  .swagger-ui .opblock[class*='opblock-'] .opblock-summary-method { border-radius: 8px;
    background: #12232E }
  .swagger-ui .opblock.opblock-get.opblock .opblock-summary-method { background: #0B6E6E }
  .swagger-ui .opblock.opblock-delete.opblock .opblock-summary-method { background: #A12B3A }
`

export const REFERENCE: FastifySwaggerUiOptions = {
  routePrefix: '/reference',
  staticCSP: true,
  uiConfig: { docExpansion: 'list', defaultModelsExpandDepth: -1, tryItOutEnabled: true },
  theme: { title: 'Equipoise API', css: [{ filename: 'theme.css', content: CSS }] },
}
