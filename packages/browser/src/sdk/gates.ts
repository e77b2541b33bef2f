/**
 * Holds back what a page may not load yet: `<script type="text/plain" data-purpose="measurement">`,
 * `<template data-purpose>` and `<iframe data-purpose data-src>`. Each needs every purpose that it
 * names; a name that is no purpose keeps it shut.
 */
import type { GatesPart } from './parts.ts'

const GATED = 'script[type="text/plain"][data-purpose],template[data-purpose],iframe[data-purpose]'

export const openGates: GatesPart['openGates'] = (permits) => {
  for (const element of document.querySelectorAll<HTMLElement>(GATED)) {
    const names = element.dataset['purpose']?.split(/[\s,]+/).filter(Boolean) ?? []
    const isOpen = names.length > 0 && names.every(permits)
    if (element instanceof HTMLIFrameElement) setFrame(element, isOpen)
    else if (isOpen) release(element)
  }
}

function release(element: HTMLElement): void {
  if (element instanceof HTMLTemplateElement) {
    element.replaceWith(document.importNode(element.content, true))
    return
  }
  const script = document.createElement('script')
  for (const { name, value } of element.attributes) {
    if (name !== 'type' && name !== 'data-purpose' && name !== 'data-type') {
      script.setAttribute(name, value)
    }
  }
  // The attribute reads as empty once it is in a document.
  script.nonce = element.nonce ?? ''
  if (element.dataset['type'] !== undefined) script.type = element.dataset['type']
  script.text = element.textContent ?? ''
  element.replaceWith(script)
}

function setFrame(frame: HTMLIFrameElement, isOpen: boolean): void {
  const source = frame.dataset['src']
  if (source === undefined) return
  if (!isOpen) frame.removeAttribute('src')
  else if (frame.getAttribute('src') !== source) frame.src = source
}
