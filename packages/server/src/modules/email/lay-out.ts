/**
 * Lays out MJML as the HTML that mail programs show (mrml, docs/decisions/0040). Nothing is fetched
 * for it, and no font of a third party gets into it. Each template is laid out once for each length
 * of its list; values take their places in the finished HTML.
 */
import { createRequire } from 'node:module'
import {
  type Compiled,
  checkTemplate,
  compile,
  spreadItems,
  type TemplateText,
  toPlainText,
} from '@equipoise/core/email'
import type { Issue } from '@equipoise/core/values'
import type { Engine } from 'mrml'
import { EquipoiseError } from '../../errors.ts'

export interface LaidOut {
  readonly subject: Compiled
  readonly html: Compiled
  readonly text: Compiled
}

const REMEMBERED_MAX = 128
const REMEMBERED = new Map<string, LaidOut>()
let engine: Engine | undefined

/** The package has a CommonJS entry for Node and none that Node takes as a module. */
function engineOf(): Engine {
  if (engine === undefined) {
    const { Engine: Made } = createRequire(import.meta.url)('mrml')
    engine = new Made() as Engine // the class that its types describe
    const options = { disableComments: false, socialIconOrigin: null, fonts: {} }
    engine.setRenderOptions(options)
  }
  return engine
}

/** @throws EquipoiseError `template_invalid` with the issues, where it cannot be laid out. */
export function layOut(template: TemplateText, items: number): LaidOut {
  const name = JSON.stringify([template.mjml, template.subject, template.text ?? null, items])
  const known = REMEMBERED.get(name)
  if (known) return known
  const mjml = spreadItems(template.mjml, items)
  const made = {
    subject: compile(template.subject),
    html: compile(toHtml(mjml)),
    text: compile(spreadItems(template.text ?? toPlainText(mjml), items)),
  }
  if (REMEMBERED.size >= REMEMBERED_MAX) REMEMBERED.clear()
  REMEMBERED.set(name, made)
  return made
}

function toHtml(mjml: string): string {
  const laidOut = engineOf().toHtml(mjml)
  if (laidOut.type === 'success') return laidOut.content
  throw invalidTemplate([{ path: 'mjml', code: 'mjml_invalid', says: laidOut.message }])
}

/**
 * Checks a template whole: its variables, what is unsafe in it, and that it can be laid out.
 *
 * @throws EquipoiseError `template_invalid` with every issue.
 */
export function checkWhole(template: TemplateText, given: readonly string[] | undefined): void {
  const issues = checkTemplate(template, given)
  if (issues.length > 0) throw invalidTemplate(issues)
  layOut(template, 1)
}

function invalidTemplate(issues: readonly Issue[]): EquipoiseError {
  const [first] = issues
  return new EquipoiseError('template_invalid', `Cannot use the template: ${first?.says}`, {
    details: { issues },
  })
}
