/** Signals that a page or a back end hands on with a request; what headers say counts beside. */
import { type Static, Type } from 'typebox'

const Text = (description: string) =>
  Type.Optional(Type.String({ maxLength: 131_072, description }))
const Flag = (description: string) => Type.Optional(Type.Boolean({ description }))

export const SignalsBody = Type.Object(
  {
    gpc: Flag('Global Privacy Control: navigator.globalPrivacyControl, or Sec-GPC: 1'),
    dnt: Flag('Do Not Track: DNT: 1'),
    tcf: Text('A TC string of IAB Europe’s framework, 2.2 or 2.3'),
    gpp: Text('A GPP string'),
    gppSid: Type.Optional(
      Type.Unsafe<readonly number[]>(
        Type.Array(Type.Integer(), {
          maxItems: 64,
          description:
            'The sections of the GPP string that apply; -1 for none, 0 for not known yet',
        }),
      ),
    ),
    usp: Text('A US privacy string, such as 1YNN'),
  },
  {
    additionalProperties: false,
    description:
      'They can only take away from what the person agreed to here. One that cannot be read takes everything away',
  },
)
export type SignalsBody = Static<typeof SignalsBody>

export const Signals = Type.Optional(SignalsBody)
