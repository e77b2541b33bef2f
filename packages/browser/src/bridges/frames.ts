/**
 * Frames of others find our API by a frame of an agreed name, and call it by messages; what they
 * asked is answered in the form in which it came (IAB TCF and GPP, "Using postMessage").
 */
export type Call = (
  command: unknown,
  parameter: unknown,
  version: unknown,
  answer: (value: unknown, isDone: boolean) => void,
) => void

/** @param name of the API, such as `__tcfapi`. */
export function answerFrames(name: string, call: Call): void {
  addLocator(`${name}Locator`)
  addEventListener('message', ({ data, source }) => {
    const message: unknown = typeof data === 'string' ? parse(data) : data
    const asked = fieldOf(message, `${name}Call`)
    if (asked === undefined) return
    const callId = fieldOf(asked, 'callId')
    const [command, parameter] = [fieldOf(asked, 'command'), fieldOf(asked, 'parameter')]
    call(command, parameter, fieldOf(asked, 'version'), (returnValue, success) => {
      const answer = { [`${name}Return`]: { returnValue, success, callId } }
      const told = typeof data === 'string' ? JSON.stringify(answer) : answer
      // It says what any script of the page could ask for, and nothing about who it is.
      source?.postMessage(told, { targetOrigin: '*' })
    })
  })
}

function addLocator(name: string): void {
  if (document.querySelector(`iframe[name="${name}"]`) !== null) return
  const frame = document.createElement('iframe')
  frame.name = name
  frame.hidden = true
  frame.title = name
  document.body.append(frame)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  return Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined
}
