/**
 * The suite that every engine of the store has to pass, whatever it is made of:
 *
 *   runStoreContract({ name: 'sqlite', open: (now) => … })
 */
import { describe } from 'node:test'
import { adContract } from './contract/ads.ts'
import { catalogueContract } from './contract/catalogue.ts'
import { collectingContract } from './contract/collecting.ts'
import { emailContract } from './contract/email.ts'
import { identityContract } from './contract/identities.ts'
import { impressionContract } from './contract/impressions.ts'
import { interactionContract } from './contract/interactions.ts'
import { ledgerContract } from './contract/ledger.ts'
import { listingContract } from './contract/listing.ts'
import { measurementContract } from './contract/measurement.ts'
import { permitContract } from './contract/permits.ts'
import type { EngineUnderTest } from './contract/stage.ts'
import { subjectContract } from './contract/subjects.ts'
import { trainingContract } from './contract/training.ts'
import { transactionContract } from './contract/transactions.ts'

export function runStoreContract(engine: EngineUnderTest): void {
  const parts = {
    subjects: subjectContract,
    permits: permitContract,
    interactions: interactionContract,
    identities: identityContract,
    impressions: impressionContract,
    email: emailContract,
    'collecting from many': collectingContract,
    'the training state': trainingContract,
    'people, many at a time': listingContract,
    transactions: transactionContract,
    'the ledger': ledgerContract,
    'what is about nobody': catalogueContract,
    advertising: adContract,
    measurement: measurementContract,
  }
  for (const [title, part] of Object.entries(parts)) {
    describe(`${engine.name}: ${title}`, () => part(engine))
  }
}
