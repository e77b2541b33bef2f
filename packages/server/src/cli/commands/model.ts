/** `train` and `model digest`. */
import type { TrainProgress } from '../../modules/train/index.ts'
import type { Command } from '../command.ts'

const TRAIN: Command = {
  words: ['train'],
  says: 'builds a model from those who agreed to it, and publishes it',
  options: {},
  async run(app, { signal }, onProgress) {
    const onStage = ({ stage, ratio }: TrainProgress) => onProgress(stage, ratio)
    return { ...(await app.trainer.train(onStage, signal)) }
  },
}

const DIGEST: Command = {
  words: ['model', 'digest'],
  says: 'prints SHA-256 of the training state and of the published weights',
  options: {},
  async run(app, _input, onProgress) {
    await app.trainer.ensure(({ stage, ratio }) => onProgress(stage, ratio))
    const gram = await app.trainer.stateDigest()
    return { gram, weights: app.published()?.manifest.digests.weights ?? null }
  },
}

export const MODEL_COMMANDS: readonly Command[] = [TRAIN, DIGEST]
