/**
 * One method an operation: who calls them reads what the server does, in its own words.
 *
 * Written by tools/generate-client.ts from docs/reference/openapi.json: change a route, then run
 * `node tools/run.mjs generate`.
 */
import type { Operation, RequestOptions, Send } from '../http/operation.ts'
import type {
  AnswerRequestAnswer,
  AnswerRequestBody,
  AskBannerAnswer,
  AskBannerBody,
  AskForNonceAnswer,
  AskForNonceBody,
  BidAnswer,
  BidBody,
  CancelTrainingAnswer,
  ChangeConsentAnswer,
  ChangeConsentBody,
  ChangeWishesAnswer,
  ChangeWishesBody,
  ChooseAnswer,
  ChooseBody,
  CollectCloudEventsAnswer,
  CollectCloudEventsBody,
  CollectInteractionsAnswer,
  CollectInteractionsBody,
  CreateKeyAnswer,
  CreateKeyBody,
  DecideAnswer,
  DecideBody,
  DecideLawAnswer,
  DecideLawBody,
  DecidePurposesAnswer,
  DecidePurposesBody,
  DrawBannerAnswer,
  DrawBannerBody,
  EraseSubjectAnswer,
  ExportAdsAnswer,
  ExportEmailAnswer,
  ExportSubjectAnswer,
  FindSubjectAnswer,
  FindSubjectBody,
  GetWishesAnswer,
  IdentifySubjectAnswer,
  IdentifySubjectBody,
  ImportAdsAnswer,
  ImportAdsBody,
  ImportEmailAnswer,
  ImportEmailBody,
  ListAdvertisersAnswer,
  ListAdvertisersQuery,
  ListAudiencesAnswer,
  ListAudiencesQuery,
  ListCampaignsAnswer,
  ListCampaignsQuery,
  ListCreativesAnswer,
  ListCreativesQuery,
  ListEmailAutomationsAnswer,
  ListEmailCampaignsAnswer,
  ListEmailListsAnswer,
  ListEmailTemplatesAnswer,
  ListExperimentsAnswer,
  ListExperimentsQuery,
  ListFollowCountsAnswer,
  ListImpressionsAnswer,
  ListImpressionsQuery,
  ListInteractionsAnswer,
  ListInteractionsQuery,
  ListItemsAnswer,
  ListItemsQuery,
  ListKeysAnswer,
  ListKeysQuery,
  ListNoticesAnswer,
  ListNoticesQuery,
  ListOperatorActsAnswer,
  ListOperatorActsQuery,
  ListPersonasAnswer,
  ListReceiptsAnswer,
  ListReceiptsQuery,
  ListRelaxationsAnswer,
  ListReportsAnswer,
  ListReportsQuery,
  ListRepositoryAnswer,
  ListRepositoryQuery,
  ListRequestsAnswer,
  ListSlotsAnswer,
  ListSlotsQuery,
  MakeReportAnswer,
  MakeReportBody,
  MarkWrongAnswer,
  MarkWrongBody,
  PauseSubjectAnswer,
  PauseSubjectBody,
  PreviewEmailAnswer,
  PreviewEmailBody,
  PutAdvertiserAnswer,
  PutAdvertiserBody,
  PutAudienceAnswer,
  PutAudienceBody,
  PutCampaignAnswer,
  PutCampaignBody,
  PutCreativeAnswer,
  PutCreativeBody,
  PutEmailAutomationAnswer,
  PutEmailAutomationBody,
  PutEmailCampaignAnswer,
  PutEmailCampaignBody,
  PutEmailListAnswer,
  PutEmailListBody,
  PutEmailTemplateAnswer,
  PutEmailTemplateBody,
  PutExperimentAnswer,
  PutExperimentBody,
  PutItemAnswer,
  PutItemBody,
  PutItemsAnswer,
  PutItemsBody,
  PutSlotAnswer,
  PutSlotBody,
  ReadAdvertiserAnswer,
  ReadAudienceAnswer,
  ReadCampaignAnswer,
  ReadConsentAnswer,
  ReadConsentQuery,
  ReadCreativeAnswer,
  ReadEmailAutomationAnswer,
  ReadEmailCampaignAnswer,
  ReadEmailListAnswer,
  ReadEmailSendAnswer,
  ReadEmailStatusAnswer,
  ReadEmailTemplateAnswer,
  ReadErasureAnswer,
  ReadExperimentAnswer,
  ReadInterestsAnswer,
  ReadItemAnswer,
  ReadNoticeAnswer,
  ReadNoticeQuery,
  ReadPrivacyLabelAnswer,
  ReadReceiptAnswer,
  ReadReceiptQuery,
  ReadRecordAnswer,
  ReadReportAnswer,
  ReadReportEpsilonAnswer,
  ReadSessionAnswer,
  ReadSessionQuery,
  ReadSlotAnswer,
  ReadStatusAnswer,
  ReadTrainingAnswer,
  ReceiveRequestAnswer,
  ReceiveRequestBody,
  RecordConsentAnswer,
  RecordConsentBody,
  RecordImpressionsAnswer,
  RecordImpressionsBody,
  RecordOutcomesAnswer,
  RecordOutcomesBody,
  RefuseWithReceiptAnswer,
  RefuseWithReceiptBody,
  RegisterNoticeAnswer,
  RegisterNoticeBody,
  RelaxLawAnswer,
  RelaxLawBody,
  RemoveInteractionAnswer,
  RemoveInteractionBody,
  RenderBannerAnswer,
  RenderBannerBody,
  RestoreLawAnswer,
  ResumeSubjectAnswer,
  RetireNoticeAnswer,
  RetireNoticeBody,
  ReviewCreativeAnswer,
  ReviewCreativeBody,
  RotateKeyAnswer,
  RotateKeyBody,
  SegmentAliasAnswer,
  SegmentAliasBody,
  SegmentBatchAnswer,
  SegmentBatchBody,
  SegmentGroupAnswer,
  SegmentGroupBody,
  SegmentIdentifyAnswer,
  SegmentIdentifyBody,
  SegmentPageAnswer,
  SegmentPageBody,
  SegmentScreenAnswer,
  SegmentScreenBody,
  SegmentTrackAnswer,
  SegmentTrackBody,
  SetCeilingAnswer,
  SetCeilingBody,
  StartEmailSendAnswer,
  StopEmailSendAnswer,
  SubscribeAnswer,
  SubscribeBody,
  TakeEmailReportAnswer,
  TakeEmailReportBody,
  TrainAnswer,
  UnmarkBody,
  WatchItemAnswer,
  WatchItemBody,
  WithdrawConsentAnswer,
  WithdrawConsentBody,
} from './schemas.ts'

export interface Operations {
  /**
   * Ask what to show, and why
   *
   * Answers from the highest rung that consent and law permit. To a secret or operator
   * key exactly: the shares of an item sum to its score. To a page as whoever reads it
   * may be told: at most five contributions in whole percents, and no score. Deciding
   * keeps nothing about anybody, and a refusal is an answer, never an error. A list that
   * starts from items goes by the model where the person permits it, or a secret or
   * operator key asks for nobody known.
   *
   * Who may: a publishable key, the person in front of a page, a secret key, marketers
   * and administrators.
   */
  decide(body: DecideBody, options?: RequestOptions): Promise<DecideAnswer>

  /**
   * Ask what may be done with what a person did, purpose by purpose, and why
   *
   * What the person said, and what the gate makes of it here and now: the law of the
   * place, age and signals count too. Asking stores nothing.
   *
   * Who may: a publishable key, the person in front of a page, a secret key, marketers
   * and administrators.
   */
  decidePurposes(body: DecidePurposesBody, options?: RequestOptions): Promise<DecidePurposesAnswer>

  /**
   * Report what was really shown, by the tokens of the decision
   *
   * A report passes the gate again: whoever said no, paused or left since is not written
   * about. A token counts once, for its own person, for a day.
   *
   * Who may: the person in front of a page, a secret key and administrators. Operators
   * say why, in the header "Equipoise-Reason".
   */
  recordImpressions(
    body: RecordImpressionsBody,
    options?: RequestOptions,
  ): Promise<RecordImpressionsAnswer>

  /**
   * Report what came of an impression: a click, a purchase, a dislike
   *
   * It is also an interaction with the item, kept as such where that is permitted.
   *
   * Who may: the person in front of a page, a secret key and administrators. Operators
   * say why, in the header "Equipoise-Reason".
   */
  recordOutcomes(body: RecordOutcomesBody, options?: RequestOptions): Promise<RecordOutcomesAnswer>

  /**
   * Send what people did, in batches
   *
   * At most 1000 at once. What is accepted is durable when the answer comes; what nobody
   * consented to is never stored, and the answer says why. An id that came before
   * changes nothing.
   *
   * Who may: the person in front of a page, a secret key and administrators. Operators
   * say why, in the header "Equipoise-Reason".
   */
  collectInteractions(
    body: CollectInteractionsBody,
    options?: RequestOptions,
  ): Promise<CollectInteractionsAnswer>

  /**
   * Send one call of Segment’s kind “track”
   *
   * What the event means stands in the table of events.
   * context.consent.categoryPreferences only narrows what the person said here: absent
   * is a no.
   *
   * Who may: a publishable key, the person in front of a page and a secret key.
   */
  segmentTrack(body: SegmentTrackBody, options?: RequestOptions): Promise<SegmentTrackAnswer>

  /**
   * Send one call of Segment’s kind “page”
   *
   * What the event means stands in the table of events.
   * context.consent.categoryPreferences only narrows what the person said here: absent
   * is a no.
   *
   * Who may: a publishable key, the person in front of a page and a secret key.
   */
  segmentPage(body: SegmentPageBody, options?: RequestOptions): Promise<SegmentPageAnswer>

  /**
   * Send one call of Segment’s kind “screen”
   *
   * What the event means stands in the table of events.
   * context.consent.categoryPreferences only narrows what the person said here: absent
   * is a no.
   *
   * Who may: a publishable key, the person in front of a page and a secret key.
   */
  segmentScreen(body: SegmentScreenBody, options?: RequestOptions): Promise<SegmentScreenAnswer>

  /**
   * Send one call of Segment’s kind “identify”
   *
   * What the event means stands in the table of events.
   * context.consent.categoryPreferences only narrows what the person said here: absent
   * is a no.
   *
   * Who may: a publishable key, the person in front of a page and a secret key.
   */
  segmentIdentify(
    body: SegmentIdentifyBody,
    options?: RequestOptions,
  ): Promise<SegmentIdentifyAnswer>

  /**
   * Send one call of Segment’s kind “alias”
   *
   * What the event means stands in the table of events.
   * context.consent.categoryPreferences only narrows what the person said here: absent
   * is a no.
   *
   * Who may: a publishable key, the person in front of a page and a secret key.
   */
  segmentAlias(body: SegmentAliasBody, options?: RequestOptions): Promise<SegmentAliasAnswer>

  /**
   * Send one call of Segment’s kind “group”
   *
   * What the event means stands in the table of events.
   * context.consent.categoryPreferences only narrows what the person said here: absent
   * is a no.
   *
   * Who may: a publishable key, the person in front of a page and a secret key.
   */
  segmentGroup(body: SegmentGroupBody, options?: RequestOptions): Promise<SegmentGroupAnswer>

  /**
   * Send calls of Segment’s kinds, in a batch
   *
   * At most 1000 at once. messageId makes each count once.
   *
   * Who may: a publishable key, the person in front of a page and a secret key.
   */
  segmentBatch(body: SegmentBatchBody, options?: RequestOptions): Promise<SegmentBatchAnswer>

  /**
   * Send CloudEvents: what their types mean stands in the table of events
   *
   * Structured, in headers, or at most 1000 in a batch. Source and id make each count
   * once. What was said here decides alone.
   *
   * Who may: a publishable key, the person in front of a page and a secret key.
   */
  collectCloudEvents(
    body: CollectCloudEventsBody,
    options?: RequestOptions,
  ): Promise<CollectCloudEventsAnswer>

  /**
   * Record a yes or a no, also of somebody not known yet
   *
   * A back end names the person by its own id, and a yes by what proves it. A page names
   * nobody: a yes needs the nonce of the notice shown, a no nothing.
   *
   * Who may: a publishable key, the person in front of a page, a secret key, privacy
   * officers and administrators. Operators say why, in the header "Equipoise-Reason".
   */
  recordConsent(body: RecordConsentBody, options?: RequestOptions): Promise<RecordConsentAnswer>

  /**
   * What stands, purpose by purpose, and the records of it, latest first
   *
   * Who may: a publishable key, the person in front of a page, a secret key, privacy
   * officers and administrators. Operators say why, in the header "Equipoise-Reason".
   */
  readConsent(
    id: string,
    query?: ReadConsentQuery,
    options?: RequestOptions,
  ): Promise<ReadConsentAnswer>

  /**
   * Record a yes, a no or a withdrawal
   *
   * Who may: a publishable key, the person in front of a page, a secret key, privacy
   * officers and administrators. Operators say why, in the header "Equipoise-Reason".
   */
  changeConsent(
    id: string,
    body: ChangeConsentBody,
    options?: RequestOptions,
  ): Promise<ChangeConsentAnswer>

  /**
   * Withdraw purposes; what was kept for them alone is deleted
   *
   * Who may: a publishable key, the person in front of a page, a secret key, privacy
   * officers and administrators. Operators say why, in the header "Equipoise-Reason".
   */
  withdrawConsent(
    id: string,
    body: WithdrawConsentBody,
    options?: RequestOptions,
  ): Promise<WithdrawConsentAnswer>

  /**
   * Who is in front of the page, as far as anybody knows, and what they said
   *
   * And what the gate permits of that person here and now, and whether one may ask,
   * purpose by purpose.
   *
   * Who may: a publishable key and the person in front of a page.
   */
  readSession(query?: ReadSessionQuery, options?: RequestOptions): Promise<ReadSessionAnswer>

  /**
   * Read a notice: the version that a record names, or the latest in use
   *
   * Who may: a publishable key, the person in front of a page, a secret key, viewers,
   * marketers, privacy officers and administrators.
   */
  readNotice(
    id: string,
    query?: ReadNoticeQuery,
    options?: RequestOptions,
  ): Promise<ReadNoticeAnswer>

  /**
   * Register a version of a notice, word for word
   *
   * A version never changes: the same content again is answered as it is kept, any other
   * is refused. Everybody may read it, also once it is retired.
   *
   * Who may: a secret key, privacy officers and administrators.
   */
  registerNotice(
    id: string,
    body: RegisterNoticeBody,
    options?: RequestOptions,
  ): Promise<RegisterNoticeAnswer>

  /**
   * Every version of every notice, latest first
   *
   * Who may: a secret key, privacy officers and administrators.
   */
  listNotices(query?: ListNoticesQuery, options?: RequestOptions): Promise<ListNoticesAnswer>

  /**
   * Retire a version: from now on nobody is asked with it
   *
   * Who may: a secret key, privacy officers and administrators.
   */
  retireNotice(
    id: string,
    body: RetireNoticeBody,
    options?: RequestOptions,
  ): Promise<RetireNoticeAnswer>

  /**
   * Say which notice is shown, and get the nonce that a yes to it needs
   *
   * Good for one yes and half an hour. It is kept nowhere. A no needs none.
   *
   * Who may: a publishable key and the person in front of a page.
   */
  askForNonce(
    id: string,
    body: AskForNonceBody,
    options?: RequestOptions,
  ): Promise<AskForNonceAnswer>

  /**
   * Ask whether there is something to ask the person in front of the page, and with what
   *
   * Nothing is asked that the law prohibits or leaves free here, that a signal refuses,
   * or that was answered. The words are registered as a notice before they are handed
   * out.
   *
   * Who may: a publishable key and the person in front of a page.
   */
  askBanner(body: AskBannerBody, options?: RequestOptions): Promise<AskBannerAnswer>

  /**
   * The banner as elements and their style, for a script to put into a page
   *
   * As `POST /v1/banner`, but drawn: what the SDK asks, in one request. `tree` is lists
   * of a tag, its attributes, and what stands in it: more lists, and text that is
   * nothing but text.
   *
   * Who may: a publishable key and the person in front of a page.
   */
  drawBanner(body: DrawBannerBody, options?: RequestOptions): Promise<DrawBannerAnswer>

  /**
   * The banner as HTML, for a back end to put into a page: it works without a script
   *
   * Send the publishable key, the page’s origin as Origin, and the browser’s Cookie,
   * Accept-Language and Sec-GPC. Empty where there is nothing to ask, and in a private
   * session.
   *
   * Who may: a publishable key and the person in front of a page.
   */
  renderBanner(body: RenderBannerBody, options?: RequestOptions): Promise<RenderBannerAnswer>

  /**
   * Answer a banner: a yes to some purposes, a no to others
   *
   * A yes needs the nonce of the notice shown, a no nothing. The answer sets a cookie
   * that holds the choice and no identifier; of somebody unknown a no is kept there
   * alone.
   *
   * Who may: a publishable key, the person in front of a page, a secret key, privacy
   * officers and administrators. Operators say why, in the header "Equipoise-Reason".
   */
  choose(body: ChooseBody, options?: RequestOptions): Promise<ChooseAnswer>

  /**
   * Ask what the law makes of some facts, with citations
   *
   * What is missing is unknown. The facts are about nobody in particular and nothing is
   * kept. Both outcomes stand in the answer: ours, and what the law alone would say.
   * This is no legal advice.
   *
   * Who may: a secret key, viewers, marketers, privacy officers and administrators.
   */
  decideLaw(body: DecideLawBody, options?: RequestOptions): Promise<DecideLawAnswer>

  /**
   * Where our opt-in default gives way to the law, each with its assessment
   *
   * Who may: privacy officers and administrators.
   */
  listRelaxations(options?: RequestOptions): Promise<ListRelaxationsAnswer>

  /**
   * Have our opt-in default give way to the law for a purpose in some places
   *
   * The assessment is kept, and a leaf of the ledger commits to it. Laws themselves,
   * signals, sensitive data, political ads and minors are never relaxed.
   *
   * Who may: privacy officers and administrators.
   */
  relaxLaw(body: RelaxLawBody, options?: RequestOptions): Promise<RelaxLawAnswer>

  /**
   * End every relaxation of a purpose: our opt-in default counts again
   *
   * Who may: privacy officers and administrators.
   */
  restoreLaw(purpose: string, options?: RequestOptions): Promise<RestoreLawAnswer>

  /**
   * What the person was shown: when, why, on what basis, latest first
   *
   * To a page without the name of the model.
   *
   * Who may: the person in front of a page, a secret key, privacy officers and
   * administrators. Operators say why, in the header "Equipoise-Reason".
   */
  listImpressions(
    id: string,
    query?: ListImpressionsQuery,
    options?: RequestOptions,
  ): Promise<ListImpressionsAnswer>

  /**
   * Everything that is held about a person, as one document
   *
   * Who may: the person in front of a page, a secret key, privacy officers and
   * administrators. Operators say why, in the header "Equipoise-Reason".
   */
  exportSubject(id: string, options?: RequestOptions): Promise<ExportSubjectAnswer>

  /**
   * What the person did that is kept, what came last first, and what it is kept for
   *
   * Who may: the person in front of a page, a secret key, privacy officers and
   * administrators. Operators say why, in the header "Equipoise-Reason".
   */
  listInteractions(
    id: string,
    query?: ListInteractionsQuery,
    options?: RequestOptions,
  ): Promise<ListInteractionsAnswer>

  /**
   * What is concluded of the person from what they did, and from what of it
   *
   * The categories of what they met, as suggestions use them. Nothing else is inferred
   * of anybody.
   *
   * Who may: the person in front of a page, a secret key, privacy officers and
   * administrators. Operators say why, in the header "Equipoise-Reason".
   */
  readInterests(id: string, options?: RequestOptions): Promise<ReadInterestsAnswer>

  /**
   * Remove one thing that the person did, in the model too
   *
   * Who may: the person in front of a page, a secret key, privacy officers and
   * administrators. Operators say why, in the header "Equipoise-Reason".
   */
  removeInteraction(
    id: string,
    body: RemoveInteractionBody,
    options?: RequestOptions,
  ): Promise<RemoveInteractionAnswer>

  /**
   * Say that an interaction, an item or a whole category is wrong about the person
   *
   * What is kept of it goes, in the model too. From then on it is not collected, used,
   * suggested or trained on for them, until the mark is taken back.
   *
   * Who may: the person in front of a page, a secret key, privacy officers and
   * administrators. Operators say why, in the header "Equipoise-Reason".
   */
  markWrong(id: string, body: MarkWrongBody, options?: RequestOptions): Promise<MarkWrongAnswer>

  /**
   * Take a mark back: what it was about counts again from now on
   *
   * Who may: the person in front of a page, a secret key, privacy officers and
   * administrators. Operators say why, in the header "Equipoise-Reason".
   */
  unmark(id: string, body: UnmarkBody, options?: RequestOptions): Promise<void>

  /**
   * Pause until a time: nothing is collected, used or trained on meanwhile
   *
   * What is kept stays, and counts again afterwards.
   *
   * Who may: the person in front of a page, a secret key, privacy officers and
   * administrators. Operators say why, in the header "Equipoise-Reason".
   */
  pauseSubject(
    id: string,
    body: PauseSubjectBody,
    options?: RequestOptions,
  ): Promise<PauseSubjectAnswer>

  /**
   * End a pause
   *
   * Who may: the person in front of a page, a secret key, privacy officers and
   * administrators. Operators say why, in the header "Equipoise-Reason".
   */
  resumeSubject(id: string, options?: RequestOptions): Promise<ResumeSubjectAnswer>

  /**
   * Erase a person: rows, key, and their part in the model
   *
   * Answers when the rows, the key and the log are gone. The model follows within the
   * clearance time; ask /v1/erasures/{id}.
   *
   * Who may: the person in front of a page, a secret key, privacy officers and
   * administrators. Operators say why, in the header "Equipoise-Reason".
   */
  eraseSubject(id: string, options?: RequestOptions): Promise<EraseSubjectAnswer>

  /**
   * Whether the model has followed an erasure, a removal or a withdrawal
   *
   * Who may: a publishable key, the person in front of a page, a secret key, privacy
   * officers and administrators.
   */
  readErasure(id: string, options?: RequestOptions): Promise<ReadErasureAnswer>

  /**
   * What the person asked for, and what came of it, latest first
   *
   * Who may: the person in front of a page, a secret key, privacy officers and
   * administrators. Operators say why, in the header "Equipoise-Reason".
   */
  listRequests(id: string, options?: RequestOptions): Promise<ListRequestsAnswer>

  /**
   * Take in a request under a law that is not done by a call of its own
   *
   * It gets a leaf, a receipt, and the day by which it has to be answered. One of the
   * same right that is open is the one that stands.
   *
   * Who may: the person in front of a page, a secret key, privacy officers and
   * administrators. Operators say why, in the header "Equipoise-Reason".
   */
  receiveRequest(
    id: string,
    body: ReceiveRequestBody,
    options?: RequestOptions,
  ): Promise<ReceiveRequestAnswer>

  /**
   * Say what came of a request: the answer has a leaf and a receipt, too
   *
   * Who may: a secret key, privacy officers and administrators. Operators say why, in
   * the header "Equipoise-Reason".
   */
  answerRequest(
    id: string,
    body: AnswerRequestBody,
    options?: RequestOptions,
  ): Promise<AnswerRequestAnswer>

  /**
   * Say how specific at most, on every channel, what the person is shown may be
   *
   * It goes for the next decision. Null leaves it to each channel.
   *
   * Who may: the person in front of a page, a secret key, privacy officers and
   * administrators. Operators say why, in the header "Equipoise-Reason".
   */
  setCeiling(id: string, body: SetCeilingBody, options?: RequestOptions): Promise<SetCeilingAnswer>

  /**
   * Of what the person looked at: how often it was shown to them, and may be
   *
   * Who may: the person in front of a page, a secret key, privacy officers and
   * administrators. Operators say why, in the header "Equipoise-Reason".
   */
  listFollowCounts(id: string, options?: RequestOptions): Promise<ListFollowCountsAnswer>

  /**
   * Read how personal a feed may be, what the person follows, and what is not to count
   *
   * Who may: the person in front of a page, a secret key, privacy officers and
   * administrators. Operators say why, in the header "Equipoise-Reason".
   */
  getWishes(id: string, options?: RequestOptions): Promise<GetWishesAnswer>

  /**
   * Say for good how personal a feed may be, what one follows, and what is not to count
   *
   * It goes for the next decision and the next event. A request may ask for a less
   * personal feed than the person wants, never for a more personal one.
   *
   * Who may: the person in front of a page, a secret key, privacy officers and
   * administrators. Operators say why, in the header "Equipoise-Reason".
   */
  changeWishes(
    id: string,
    body: ChangeWishesBody,
    options?: RequestOptions,
  ): Promise<ChangeWishesAnswer>

  /**
   * What there are receipts of, latest first
   *
   * Who may: the person in front of a page, a secret key, privacy officers and
   * administrators. Operators say why, in the header "Equipoise-Reason".
   */
  listReceipts(
    id: string,
    query?: ListReceiptsQuery,
    options?: RequestOptions,
  ): Promise<ListReceiptsAnswer>

  /**
   * The receipt of one act, proven under the latest checkpoint
   *
   * Who may: the person in front of a page, a secret key, privacy officers and
   * administrators. Operators say why, in the header "Equipoise-Reason".
   */
  readReceipt(
    id: string,
    query?: ReadReceiptQuery,
    options?: RequestOptions,
  ): Promise<ReadReceiptAnswer>

  /**
   * Refuse without being known, and take the receipt along
   *
   * The record names nobody. Of a page the browser keeps what was refused and on which
   * day, and nothing else. The receipt is given this once: what opens its leaf is kept
   * nowhere.
   *
   * Who may: a publishable key, the person in front of a page, a secret key, privacy
   * officers and administrators. Operators say why, in the header "Equipoise-Reason".
   */
  refuseWithReceipt(
    body: RefuseWithReceiptBody,
    options?: RequestOptions,
  ): Promise<RefuseWithReceiptAnswer>

  /**
   * The privacy label: what is kept, why, until when, and who gets it
   *
   * It is made of the store, the settings and the rule packs as they stand. As a page:
   * /privacy/label.
   *
   * Who may: anybody, without a key.
   */
  readPrivacyLabel(options?: RequestOptions): Promise<ReadPrivacyLabelAnswer>

  /**
   * A record of a privacy officer, made of what the server does just now
   *
   * Record of processing activities, draft of an impact assessment, retention schedule,
   * privacy label, recipients. What only people can tell stands in `open`. As a text:
   * /records/ropa.md, as a page: /records/ropa.html. None of it is legal advice.
   *
   * Who may: viewers, marketers, privacy officers and administrators.
   */
  readRecord(
    record: 'ropa' | 'dpia' | 'retention' | 'label' | 'recipients',
    options?: RequestOptions,
  ): Promise<ReadRecordAnswer>

  /**
   * Find our id of a person by yours
   *
   * Who may: a secret key, privacy officers and administrators. Operators say why, in
   * the header "Equipoise-Reason".
   */
  findSubject(body: FindSubjectBody, options?: RequestOptions): Promise<FindSubjectAnswer>

  /**
   * Say who an anonymous person is
   *
   * The stricter of what the two said counts. A back end names both ids. A page sends a
   * subject token beside our cookie, and nothing in the body.
   *
   * Who may: the person in front of a page and a secret key.
   */
  identifySubject(
    body: IdentifySubjectBody,
    options?: RequestOptions,
  ): Promise<IdentifySubjectAnswer>

  /**
   * Read an item
   *
   * Who may: a secret key, viewers, marketers and administrators.
   */
  readItem(id: string, options?: RequestOptions): Promise<ReadItemAnswer>

  /**
   * List an item, or describe it anew
   *
   * It replaces what was listed under this id, and counts in the next decision.
   *
   * Who may: a secret key, marketers and administrators.
   */
  putItem(id: string, body: PutItemBody, options?: RequestOptions): Promise<PutItemAnswer>

  /**
   * Take an item off the catalogue; it is no longer recommended
   *
   * Who may: a secret key, marketers and administrators.
   */
  deleteItem(id: string, options?: RequestOptions): Promise<void>

  /**
   * List items, page by page: all, those of a category, those that a text is found in
   *
   * Who may: a secret key, viewers, marketers and administrators.
   */
  listItems(query?: ListItemsQuery, options?: RequestOptions): Promise<ListItemsAnswer>

  /**
   * List many items, one JSON object a line
   *
   * At most 10000 lines of application/x-ndjson, each as the body of PUT /v1/items/{id}
   * with its id. Good lines are kept, bad ones are named.
   *
   * Who may: a secret key, marketers and administrators.
   */
  putItems(body: PutItemsBody, options?: RequestOptions): Promise<PutItemsAnswer>

  /**
   * Read an advertiser
   *
   * Who may: a secret key, viewers, marketers, privacy officers and administrators.
   */
  readAdvertiser(id: string, options?: RequestOptions): Promise<ReadAdvertiserAnswer>

  /**
   * Set up an advertiser, or change it: on whose behalf ads are shown, and who pays
   *
   * It replaces what had this id, and counts in the next decision.
   *
   * Who may: a secret key, marketers and administrators.
   */
  putAdvertiser(
    id: string,
    body: PutAdvertiserBody,
    options?: RequestOptions,
  ): Promise<PutAdvertiserAnswer>

  /**
   * Remove an advertiser that nothing names any more
   *
   * Who may: a secret key, marketers and administrators.
   */
  deleteAdvertiser(id: string, options?: RequestOptions): Promise<void>

  /**
   * List advertisers, the last one set up first
   *
   * Who may: a secret key, viewers, marketers, privacy officers and administrators.
   */
  listAdvertisers(
    query?: ListAdvertisersQuery,
    options?: RequestOptions,
  ): Promise<ListAdvertisersAnswer>

  /**
   * Read a slot
   *
   * Who may: a secret key, viewers, marketers, privacy officers and administrators.
   */
  readSlot(id: string, options?: RequestOptions): Promise<ReadSlotAnswer>

  /**
   * Set up a slot, or change it: a place where ads are shown
   *
   * It replaces what had this id, and counts in the next decision.
   *
   * Who may: a secret key, marketers and administrators.
   */
  putSlot(id: string, body: PutSlotBody, options?: RequestOptions): Promise<PutSlotAnswer>

  /**
   * Remove a slot that nothing names any more
   *
   * Who may: a secret key, marketers and administrators.
   */
  deleteSlot(id: string, options?: RequestOptions): Promise<void>

  /**
   * List slots, the last one set up first
   *
   * Who may: a secret key, viewers, marketers, privacy officers and administrators.
   */
  listSlots(query?: ListSlotsQuery, options?: RequestOptions): Promise<ListSlotsAnswer>

  /**
   * Read an audience
   *
   * Who may: a secret key, viewers, marketers, privacy officers and administrators.
   */
  readAudience(id: string, options?: RequestOptions): Promise<ReadAudienceAnswer>

  /**
   * Set up an audience, or change it: conditions on what people agreed to have used
   *
   * It replaces what had this id, and counts in the next decision.
   *
   * Who may: a secret key, marketers and administrators.
   */
  putAudience(
    id: string,
    body: PutAudienceBody,
    options?: RequestOptions,
  ): Promise<PutAudienceAnswer>

  /**
   * Remove an audience that nothing names any more
   *
   * Who may: a secret key, marketers and administrators.
   */
  deleteAudience(id: string, options?: RequestOptions): Promise<void>

  /**
   * List audiences, the last one set up first
   *
   * Who may: a secret key, viewers, marketers, privacy officers and administrators.
   */
  listAudiences(query?: ListAudiencesQuery, options?: RequestOptions): Promise<ListAudiencesAnswer>

  /**
   * Read a creative
   *
   * Who may: a secret key, viewers, marketers, privacy officers and administrators.
   */
  readCreative(id: string, options?: RequestOptions): Promise<ReadCreativeAnswer>

  /**
   * Set up a creative, or change it: what is shown, once it is approved
   *
   * It replaces what had this id, and counts in the next decision.
   *
   * Who may: a secret key, marketers and administrators.
   */
  putCreative(
    id: string,
    body: PutCreativeBody,
    options?: RequestOptions,
  ): Promise<PutCreativeAnswer>

  /**
   * Remove a creative that nothing names any more
   *
   * Who may: a secret key, marketers and administrators.
   */
  deleteCreative(id: string, options?: RequestOptions): Promise<void>

  /**
   * List creatives, the last one set up first
   *
   * Who may: a secret key, viewers, marketers, privacy officers and administrators.
   */
  listCreatives(query?: ListCreativesQuery, options?: RequestOptions): Promise<ListCreativesAnswer>

  /**
   * Read a campaign
   *
   * Who may: a secret key, viewers, marketers, privacy officers and administrators.
   */
  readCampaign(id: string, options?: RequestOptions): Promise<ReadCampaignAnswer>

  /**
   * Set up a campaign, or change it: what is shown where, to whom, when and for how much
   *
   * It replaces what had this id, and counts in the next decision.
   *
   * Who may: a secret key, marketers and administrators.
   */
  putCampaign(
    id: string,
    body: PutCampaignBody,
    options?: RequestOptions,
  ): Promise<PutCampaignAnswer>

  /**
   * Remove a campaign that nothing names any more
   *
   * Who may: a secret key, marketers and administrators.
   */
  deleteCampaign(id: string, options?: RequestOptions): Promise<void>

  /**
   * List campaigns, the last one set up first
   *
   * Who may: a secret key, viewers, marketers, privacy officers and administrators.
   */
  listCampaigns(query?: ListCampaignsQuery, options?: RequestOptions): Promise<ListCampaignsAnswer>

  /**
   * Read an experiment
   *
   * Who may: a secret key, viewers, marketers, privacy officers and administrators.
   */
  readExperiment(id: string, options?: RequestOptions): Promise<ReadExperimentAnswer>

  /**
   * Set up an experiment, or change it: arms of a slot that are compared
   *
   * It replaces what had this id, and counts in the next decision.
   *
   * Who may: a secret key, marketers and administrators.
   */
  putExperiment(
    id: string,
    body: PutExperimentBody,
    options?: RequestOptions,
  ): Promise<PutExperimentAnswer>

  /**
   * Remove an experiment that nothing names any more
   *
   * Who may: a secret key, marketers and administrators.
   */
  deleteExperiment(id: string, options?: RequestOptions): Promise<void>

  /**
   * List experiments, the last one set up first
   *
   * Who may: a secret key, viewers, marketers, privacy officers and administrators.
   */
  listExperiments(
    query?: ListExperimentsQuery,
    options?: RequestOptions,
  ): Promise<ListExperimentsAnswer>

  /**
   * Approve or reject a creative: none is shown before
   *
   * Once anything of it is changed, it waits for a review again.
   *
   * Who may: privacy officers and administrators.
   */
  reviewCreative(
    id: string,
    body: ReviewCreativeBody,
    options?: RequestOptions,
  ): Promise<ReviewCreativeAnswer>

  /**
   * All that advertising is made of, in an order in which it can be taken in
   *
   * Who may: a secret key, viewers, marketers, privacy officers and administrators.
   */
  exportAds(options?: RequestOptions): Promise<ExportAdsAnswer>

  /**
   * Take in what an export wrote, all of it or nothing
   *
   * Creatives that are new or changed wait for their review.
   *
   * Who may: a secret key, marketers and administrators.
   */
  importAds(body: ImportAdsBody, options?: RequestOptions): Promise<ImportAdsAnswer>

  /**
   * Every ad of the last year: what, on whose behalf, who paid, when, how it was aimed
   *
   * Nothing in it is about anybody who saw one. Who may: anybody, without a key.
   */
  listRepository(
    query?: ListRepositoryQuery,
    options?: RequestOptions,
  ): Promise<ListRepositoryAnswer>

  /**
   * Answer a bid request of OpenRTB 2.6 for places of your own
   *
   * By the page, the country and what the request blocks alone: nothing that it says of
   * a person or a device is read, kept or answered, down to their id. No bid is 204. Ask
   * for a key of kind "exchange" for whoever sells the places: it can do nothing else.
   *
   * Who may: an exchange’s key, a secret key and administrators.
   */
  bid(body: BidBody, options?: RequestOptions): Promise<BidAnswer>

  /**
   * What a bid names as its "burl": it was shown, and is billed, once
   *
   * Whatever the address is worth by now, the answer is the same. Who may: anybody,
   * without a key.
   */
  billShowing(token: string, options?: RequestOptions): Promise<void>

  /**
   * List the reports that were made, the latest first
   *
   * Who may: a secret key, viewers, marketers, privacy officers and administrators.
   */
  listReports(query?: ListReportsQuery, options?: RequestOptions): Promise<ListReportsAnswer>

  /**
   * Make a report of days that are over, with noise, or read it where it was made
   *
   * It is charged to the epsilon of each week that it is about; the same question again
   * costs nothing and has the same answer.
   *
   * Who may: a secret key, marketers and administrators.
   */
  makeReport(body: MakeReportBody, options?: RequestOptions): Promise<MakeReportAnswer>

  /**
   * Read a report that was made
   *
   * Who may: a secret key, viewers, marketers, privacy officers and administrators.
   */
  readReport(id: string, options?: RequestOptions): Promise<ReadReportAnswer>

  /**
   * What reports have cost of each week, and what is left
   *
   * Who may: a secret key, viewers, marketers, privacy officers and administrators.
   */
  readReportEpsilon(options?: RequestOptions): Promise<ReadReportEpsilonAnswer>

  /**
   * Every list, by id
   *
   * Who may: a secret key, viewers, marketers and administrators.
   */
  listEmailLists(options?: RequestOptions): Promise<ListEmailListsAnswer>

  /**
   * Read a list: what somebody agrees to get
   *
   * Who may: a secret key, viewers, marketers and administrators.
   */
  readEmailList(id: string, options?: RequestOptions): Promise<ReadEmailListAnswer>

  /**
   * Put a list: what somebody agrees to get
   *
   * Who may: a secret key, marketers and administrators.
   */
  putEmailList(
    id: string,
    body: PutEmailListBody,
    options?: RequestOptions,
  ): Promise<PutEmailListAnswer>

  /**
   * Delete a list: what somebody agrees to get; what was started goes on as it was
   *
   * Who may: a secret key, marketers and administrators.
   */
  deleteEmailList(id: string, options?: RequestOptions): Promise<void>

  /**
   * Every template, by id
   *
   * Who may: a secret key, viewers, marketers and administrators.
   */
  listEmailTemplates(options?: RequestOptions): Promise<ListEmailTemplatesAnswer>

  /**
   * Read a template: MJML with variables, checked whole before it is kept
   *
   * Who may: a secret key, viewers, marketers and administrators.
   */
  readEmailTemplate(id: string, options?: RequestOptions): Promise<ReadEmailTemplateAnswer>

  /**
   * Put a template: MJML with variables, checked whole before it is kept
   *
   * Who may: a secret key, marketers and administrators.
   */
  putEmailTemplate(
    id: string,
    body: PutEmailTemplateBody,
    options?: RequestOptions,
  ): Promise<PutEmailTemplateAnswer>

  /**
   * Delete a template: MJML with variables, checked whole before it is kept; what was
   * started goes on as it was
   *
   * Who may: a secret key, marketers and administrators.
   */
  deleteEmailTemplate(id: string, options?: RequestOptions): Promise<void>

  /**
   * Every campaign, by id
   *
   * Who may: a secret key, viewers, marketers and administrators.
   */
  listEmailCampaigns(options?: RequestOptions): Promise<ListEmailCampaignsAnswer>

  /**
   * Read a campaign: one mail to a list, sent once
   *
   * Who may: a secret key, viewers, marketers and administrators.
   */
  readEmailCampaign(id: string, options?: RequestOptions): Promise<ReadEmailCampaignAnswer>

  /**
   * Put a campaign: one mail to a list, sent once
   *
   * Who may: a secret key, marketers and administrators.
   */
  putEmailCampaign(
    id: string,
    body: PutEmailCampaignBody,
    options?: RequestOptions,
  ): Promise<PutEmailCampaignAnswer>

  /**
   * Delete a campaign: one mail to a list, sent once; what was started goes on as it was
   *
   * Who may: a secret key, marketers and administrators.
   */
  deleteEmailCampaign(id: string, options?: RequestOptions): Promise<void>

  /**
   * Every automation, by id
   *
   * Who may: a secret key, viewers, marketers and administrators.
   */
  listEmailAutomations(options?: RequestOptions): Promise<ListEmailAutomationsAnswer>

  /**
   * Read an automation: welcome, back in stock, or a reminder of the basket
   *
   * Who may: a secret key, viewers, marketers and administrators.
   */
  readEmailAutomation(id: string, options?: RequestOptions): Promise<ReadEmailAutomationAnswer>

  /**
   * Put an automation: welcome, back in stock, or a reminder of the basket
   *
   * Who may: a secret key, marketers and administrators.
   */
  putEmailAutomation(
    id: string,
    body: PutEmailAutomationBody,
    options?: RequestOptions,
  ): Promise<PutEmailAutomationAnswer>

  /**
   * Delete an automation: welcome, back in stock, or a reminder of the basket; what was
   * started goes on as it was
   *
   * Who may: a secret key, marketers and administrators.
   */
  deleteEmailAutomation(id: string, options?: RequestOptions): Promise<void>

  /**
   * Start the campaign’s one send: started twice, it is the same one
   *
   * The campaign and its template are taken as they are now. Whoever is on the list is
   * asked about when their turn comes: the gate decides each mail.
   *
   * Who may: a secret key, marketers and administrators.
   */
  startEmailSend(id: string, options?: RequestOptions): Promise<StartEmailSendAnswer>

  /**
   * End what is still waiting of the campaign’s send, for good
   *
   * Who may: a secret key, marketers and administrators.
   */
  stopEmailSend(id: string, options?: RequestOptions): Promise<StopEmailSendAnswer>

  /**
   * How the campaign’s send goes: counts alone, nobody is named
   *
   * Who may: a secret key, viewers, marketers and administrators.
   */
  readEmailSend(id: string, options?: RequestOptions): Promise<ReadEmailSendAnswer>

  /**
   * The mail as a person would get it, or as somebody who refused; nothing is sent
   *
   * Who may: a secret key, marketers and administrators. Operators say why, in the
   * header "Equipoise-Reason".
   */
  previewEmail(
    id: string,
    body: PreviewEmailBody,
    options?: RequestOptions,
  ): Promise<PreviewEmailAnswer>

  /**
   * Put a person’s address on a list; a list that asks first sends one mail that asks
   *
   * Being on a list permits nothing: consent is recorded apart, or by the link in the
   * mail that asks. A page names nobody, and is always asked by mail.
   *
   * Who may: the person in front of a page, a secret key and administrators. Operators
   * say why, in the header "Equipoise-Reason".
   */
  subscribe(body: SubscribeBody, options?: RequestOptions): Promise<SubscribeAnswer>

  /**
   * A person who has a contact asks to be told when an item is back
   *
   * Who may: the person in front of a page, a secret key and administrators. Operators
   * say why, in the header "Equipoise-Reason".
   */
  watchItem(body: WatchItemBody, options?: RequestOptions): Promise<WatchItemAnswer>

  /**
   * Lists, templates, campaigns and automations as one document; nobody is in it
   *
   * Who may: a secret key, viewers, marketers and administrators.
   */
  exportEmail(options?: RequestOptions): Promise<ExportEmailAnswer>

  /**
   * Put them from such a document; automations come in switched off
   *
   * Who may: a secret key, marketers and administrators.
   */
  importEmail(body: ImportEmailBody, options?: RequestOptions): Promise<ImportEmailAnswer>

  /**
   * Whether mail goes out, and what the DNS has to say for it
   *
   * Who may: a secret key, viewers, marketers and administrators.
   */
  readEmailStatus(options?: RequestOptions): Promise<ReadEmailStatusAnswer>

  /**
   * Take in a bounce or a complaint, as the mail that it came as
   *
   * Where there is no such mailbox, it is never written to again; a complaint is a no.
   * Whom it is about is read from our own bounce address or link, never from an address
   * in it.
   *
   * Who may: a secret key, marketers and administrators.
   */
  takeEmailReport(
    body: TakeEmailReportBody,
    options?: RequestOptions,
  ): Promise<TakeEmailReportAnswer>

  /**
   * How things stand: people, items, laws, model, refusals by reason
   *
   * Who may: a secret key, viewers, marketers, privacy officers and administrators.
   */
  readStatus(options?: RequestOptions): Promise<ReadStatusAnswer>

  /**
   * How far a training has come
   *
   * Who may: a secret key, viewers, marketers, privacy officers and administrators.
   */
  readTraining(options?: RequestOptions): Promise<ReadTrainingAnswer>

  /**
   * Start a training; decisions go on meanwhile
   *
   * GET /v1/train tells how far it has come.
   *
   * Who may: marketers and administrators.
   */
  train(options?: RequestOptions): Promise<TrainAnswer>

  /**
   * End the training that was started here; the published model stays
   *
   * Does nothing where none runs. What follows an erasure goes on: it is owed to
   * somebody.
   *
   * Who may: marketers and administrators.
   */
  cancelTraining(options?: RequestOptions): Promise<CancelTrainingAnswer>

  /**
   * The demo retailer’s people to try things with; none in a real directory
   *
   * Who may: administrators.
   */
  listPersonas(options?: RequestOptions): Promise<ListPersonasAnswer>

  /**
   * The keys, latest first: what each is for, and when it was last used
   *
   * The keys themselves are kept nowhere and are not shown again.
   *
   * Who may: administrators.
   */
  listKeys(query?: ListKeysQuery, options?: RequestOptions): Promise<ListKeysAnswer>

  /**
   * Make a key; it is shown this once
   *
   * Who may: administrators.
   */
  createKey(body: CreateKeyBody, options?: RequestOptions): Promise<CreateKeyAnswer>

  /**
   * Make a key in place of another, which lapses after a grace
   *
   * Who may: administrators.
   */
  rotateKey(id: string, body: RotateKeyBody, options?: RequestOptions): Promise<RotateKeyAnswer>

  /**
   * From the answer on the key opens nothing
   *
   * Who may: administrators.
   */
  revokeKey(id: string, options?: RequestOptions): Promise<void>

  /**
   * What operators did for people, and why; never for whom
   *
   * Who may: privacy officers and administrators.
   */
  listOperatorActs(
    query?: ListOperatorActsQuery,
    options?: RequestOptions,
  ): Promise<ListOperatorActsAnswer>
}

const OPERATIONS: Readonly<Record<keyof Operations, Operation>> = {
  decide: { method: 'POST', path: '/v1/decide', isIdempotent: true },
  decidePurposes: { method: 'POST', path: '/v1/purposes', isIdempotent: true },
  recordImpressions: {
    method: 'POST',
    path: '/v1/impressions',
    isIdempotent: false,
    onceBy: { list: 'impressions', field: 'token' },
  },
  recordOutcomes: {
    method: 'POST',
    path: '/v1/outcomes',
    isIdempotent: false,
    onceBy: { list: 'outcomes', field: 'at' },
  },
  collectInteractions: {
    method: 'POST',
    path: '/v1/interactions',
    isIdempotent: false,
    onceBy: { list: 'interactions', field: 'id' },
  },
  segmentTrack: { method: 'POST', path: '/v1/track', isIdempotent: false },
  segmentPage: { method: 'POST', path: '/v1/page', isIdempotent: false },
  segmentScreen: { method: 'POST', path: '/v1/screen', isIdempotent: false },
  segmentIdentify: { method: 'POST', path: '/v1/identify', isIdempotent: false },
  segmentAlias: { method: 'POST', path: '/v1/alias', isIdempotent: false },
  segmentGroup: { method: 'POST', path: '/v1/group', isIdempotent: false },
  segmentBatch: {
    method: 'POST',
    path: '/v1/batch',
    isIdempotent: false,
    onceBy: { list: 'batch', field: 'messageId' },
  },
  collectCloudEvents: { method: 'POST', path: '/v1/events', isIdempotent: false },
  recordConsent: { method: 'POST', path: '/v1/consent', isIdempotent: false },
  readConsent: { method: 'GET', path: '/v1/subjects/{id}/consent', isIdempotent: true },
  changeConsent: { method: 'PUT', path: '/v1/subjects/{id}/consent', isIdempotent: false },
  withdrawConsent: { method: 'POST', path: '/v1/subjects/{id}/withdraw', isIdempotent: false },
  readSession: { method: 'GET', path: '/v1/session', isIdempotent: true },
  readNotice: { method: 'GET', path: '/v1/notices/{id}', isIdempotent: true },
  registerNotice: { method: 'PUT', path: '/v1/notices/{id}', isIdempotent: true },
  listNotices: { method: 'GET', path: '/v1/notices', isIdempotent: true },
  retireNotice: { method: 'POST', path: '/v1/notices/{id}/retire', isIdempotent: false },
  askForNonce: { method: 'POST', path: '/v1/notices/{id}/nonce', isIdempotent: true },
  askBanner: { method: 'POST', path: '/v1/banner', isIdempotent: false },
  drawBanner: { method: 'POST', path: '/v1/banner/elements', isIdempotent: false },
  renderBanner: { method: 'POST', path: '/v1/banner/html', isIdempotent: false },
  choose: { method: 'POST', path: '/v1/choice', isIdempotent: false },
  decideLaw: { method: 'POST', path: '/v1/law/decide', isIdempotent: false },
  listRelaxations: { method: 'GET', path: '/v1/law/relaxations', isIdempotent: true },
  relaxLaw: { method: 'POST', path: '/v1/law/relaxations', isIdempotent: false },
  restoreLaw: { method: 'DELETE', path: '/v1/law/relaxations/{purpose}', isIdempotent: true },
  listImpressions: { method: 'GET', path: '/v1/subjects/{id}/impressions', isIdempotent: true },
  exportSubject: { method: 'GET', path: '/v1/subjects/{id}/export', isIdempotent: true },
  listInteractions: { method: 'GET', path: '/v1/subjects/{id}/interactions', isIdempotent: true },
  readInterests: { method: 'GET', path: '/v1/subjects/{id}/interests', isIdempotent: true },
  removeInteraction: {
    method: 'POST',
    path: '/v1/subjects/{id}/interactions/remove',
    isIdempotent: false,
  },
  markWrong: { method: 'POST', path: '/v1/subjects/{id}/marks', isIdempotent: false },
  unmark: { method: 'POST', path: '/v1/subjects/{id}/marks/remove', isIdempotent: false },
  pauseSubject: { method: 'POST', path: '/v1/subjects/{id}/pause', isIdempotent: false },
  resumeSubject: { method: 'POST', path: '/v1/subjects/{id}/resume', isIdempotent: false },
  eraseSubject: { method: 'POST', path: '/v1/subjects/{id}/erase', isIdempotent: false },
  readErasure: { method: 'GET', path: '/v1/erasures/{id}', isIdempotent: true },
  listRequests: { method: 'GET', path: '/v1/subjects/{id}/requests', isIdempotent: true },
  receiveRequest: { method: 'POST', path: '/v1/subjects/{id}/requests', isIdempotent: false },
  answerRequest: { method: 'POST', path: '/v1/subjects/{id}/requests/answer', isIdempotent: false },
  setCeiling: { method: 'PUT', path: '/v1/subjects/{id}/ceiling', isIdempotent: true },
  listFollowCounts: { method: 'GET', path: '/v1/subjects/{id}/follow', isIdempotent: true },
  getWishes: { method: 'GET', path: '/v1/subjects/{id}/wishes', isIdempotent: true },
  changeWishes: { method: 'POST', path: '/v1/subjects/{id}/wishes', isIdempotent: false },
  listReceipts: { method: 'GET', path: '/v1/subjects/{id}/receipts', isIdempotent: true },
  readReceipt: { method: 'GET', path: '/v1/subjects/{id}/receipt', isIdempotent: true },
  refuseWithReceipt: { method: 'POST', path: '/v1/receipts/refusal', isIdempotent: false },
  readPrivacyLabel: { method: 'GET', path: '/v1/privacy-label', isIdempotent: true },
  readRecord: { method: 'GET', path: '/v1/records/{record}', isIdempotent: true },
  findSubject: { method: 'POST', path: '/v1/subjects/find', isIdempotent: true },
  identifySubject: { method: 'POST', path: '/v1/subjects/identify', isIdempotent: false },
  readItem: { method: 'GET', path: '/v1/items/{id}', isIdempotent: true },
  putItem: { method: 'PUT', path: '/v1/items/{id}', isIdempotent: true },
  deleteItem: { method: 'DELETE', path: '/v1/items/{id}', isIdempotent: true },
  listItems: { method: 'GET', path: '/v1/items', isIdempotent: true },
  putItems: {
    method: 'POST',
    path: '/v1/items/bulk',
    isIdempotent: false,
    sends: 'application/x-ndjson',
  },
  readAdvertiser: { method: 'GET', path: '/v1/advertisers/{id}', isIdempotent: true },
  putAdvertiser: { method: 'PUT', path: '/v1/advertisers/{id}', isIdempotent: true },
  deleteAdvertiser: { method: 'DELETE', path: '/v1/advertisers/{id}', isIdempotent: true },
  listAdvertisers: { method: 'GET', path: '/v1/advertisers', isIdempotent: true },
  readSlot: { method: 'GET', path: '/v1/slots/{id}', isIdempotent: true },
  putSlot: { method: 'PUT', path: '/v1/slots/{id}', isIdempotent: true },
  deleteSlot: { method: 'DELETE', path: '/v1/slots/{id}', isIdempotent: true },
  listSlots: { method: 'GET', path: '/v1/slots', isIdempotent: true },
  readAudience: { method: 'GET', path: '/v1/audiences/{id}', isIdempotent: true },
  putAudience: { method: 'PUT', path: '/v1/audiences/{id}', isIdempotent: true },
  deleteAudience: { method: 'DELETE', path: '/v1/audiences/{id}', isIdempotent: true },
  listAudiences: { method: 'GET', path: '/v1/audiences', isIdempotent: true },
  readCreative: { method: 'GET', path: '/v1/creatives/{id}', isIdempotent: true },
  putCreative: { method: 'PUT', path: '/v1/creatives/{id}', isIdempotent: true },
  deleteCreative: { method: 'DELETE', path: '/v1/creatives/{id}', isIdempotent: true },
  listCreatives: { method: 'GET', path: '/v1/creatives', isIdempotent: true },
  readCampaign: { method: 'GET', path: '/v1/campaigns/{id}', isIdempotent: true },
  putCampaign: { method: 'PUT', path: '/v1/campaigns/{id}', isIdempotent: true },
  deleteCampaign: { method: 'DELETE', path: '/v1/campaigns/{id}', isIdempotent: true },
  listCampaigns: { method: 'GET', path: '/v1/campaigns', isIdempotent: true },
  readExperiment: { method: 'GET', path: '/v1/experiments/{id}', isIdempotent: true },
  putExperiment: { method: 'PUT', path: '/v1/experiments/{id}', isIdempotent: true },
  deleteExperiment: { method: 'DELETE', path: '/v1/experiments/{id}', isIdempotent: true },
  listExperiments: { method: 'GET', path: '/v1/experiments', isIdempotent: true },
  reviewCreative: { method: 'POST', path: '/v1/creatives/{id}/review', isIdempotent: false },
  exportAds: { method: 'GET', path: '/v1/ads/export', isIdempotent: true },
  importAds: { method: 'POST', path: '/v1/ads/import', isIdempotent: false },
  listRepository: { method: 'GET', path: '/ads/repository', isIdempotent: true },
  bid: { method: 'POST', path: '/v1/openrtb/2.6/bid', isIdempotent: false },
  billShowing: { method: 'GET', path: '/ads/billing/{token}', isIdempotent: true },
  listReports: { method: 'GET', path: '/v1/reports', isIdempotent: true },
  makeReport: { method: 'POST', path: '/v1/reports', isIdempotent: false },
  readReport: { method: 'GET', path: '/v1/reports/{id}', isIdempotent: true },
  readReportEpsilon: { method: 'GET', path: '/v1/reports/epsilon', isIdempotent: true },
  listEmailLists: { method: 'GET', path: '/v1/email/lists', isIdempotent: true },
  readEmailList: { method: 'GET', path: '/v1/email/lists/{id}', isIdempotent: true },
  putEmailList: { method: 'PUT', path: '/v1/email/lists/{id}', isIdempotent: true },
  deleteEmailList: { method: 'DELETE', path: '/v1/email/lists/{id}', isIdempotent: true },
  listEmailTemplates: { method: 'GET', path: '/v1/email/templates', isIdempotent: true },
  readEmailTemplate: { method: 'GET', path: '/v1/email/templates/{id}', isIdempotent: true },
  putEmailTemplate: { method: 'PUT', path: '/v1/email/templates/{id}', isIdempotent: true },
  deleteEmailTemplate: { method: 'DELETE', path: '/v1/email/templates/{id}', isIdempotent: true },
  listEmailCampaigns: { method: 'GET', path: '/v1/email/campaigns', isIdempotent: true },
  readEmailCampaign: { method: 'GET', path: '/v1/email/campaigns/{id}', isIdempotent: true },
  putEmailCampaign: { method: 'PUT', path: '/v1/email/campaigns/{id}', isIdempotent: true },
  deleteEmailCampaign: { method: 'DELETE', path: '/v1/email/campaigns/{id}', isIdempotent: true },
  listEmailAutomations: { method: 'GET', path: '/v1/email/automations', isIdempotent: true },
  readEmailAutomation: { method: 'GET', path: '/v1/email/automations/{id}', isIdempotent: true },
  putEmailAutomation: { method: 'PUT', path: '/v1/email/automations/{id}', isIdempotent: true },
  deleteEmailAutomation: {
    method: 'DELETE',
    path: '/v1/email/automations/{id}',
    isIdempotent: true,
  },
  startEmailSend: { method: 'POST', path: '/v1/email/campaigns/{id}/send', isIdempotent: false },
  stopEmailSend: { method: 'POST', path: '/v1/email/campaigns/{id}/stop', isIdempotent: false },
  readEmailSend: { method: 'GET', path: '/v1/email/campaigns/{id}/status', isIdempotent: true },
  previewEmail: { method: 'POST', path: '/v1/email/campaigns/{id}/preview', isIdempotent: false },
  subscribe: { method: 'POST', path: '/v1/email/subscriptions', isIdempotent: false },
  watchItem: { method: 'POST', path: '/v1/email/watches', isIdempotent: false },
  exportEmail: { method: 'GET', path: '/v1/email/export', isIdempotent: true },
  importEmail: { method: 'POST', path: '/v1/email/import', isIdempotent: false },
  readEmailStatus: { method: 'GET', path: '/v1/email/status', isIdempotent: true },
  takeEmailReport: {
    method: 'POST',
    path: '/v1/email/reports',
    isIdempotent: false,
    sends: 'message/rfc822',
  },
  readStatus: { method: 'GET', path: '/v1/status', isIdempotent: true },
  readTraining: { method: 'GET', path: '/v1/train', isIdempotent: true },
  train: { method: 'POST', path: '/v1/train', isIdempotent: false },
  cancelTraining: { method: 'DELETE', path: '/v1/train', isIdempotent: true },
  listPersonas: { method: 'GET', path: '/v1/demo/personas', isIdempotent: true },
  listKeys: { method: 'GET', path: '/v1/keys', isIdempotent: true },
  createKey: { method: 'POST', path: '/v1/keys', isIdempotent: false },
  rotateKey: { method: 'POST', path: '/v1/keys/{id}/rotate', isIdempotent: false },
  revokeKey: { method: 'POST', path: '/v1/keys/{id}/revoke', isIdempotent: false },
  listOperatorActs: { method: 'GET', path: '/v1/operator-acts', isIdempotent: true },
}

/** The methods, each over one way to send. */
export function toOperations(send: Send): Operations {
  return {
    decide: (body, options) => send(OPERATIONS.decide, { body, options }),
    decidePurposes: (body, options) => send(OPERATIONS.decidePurposes, { body, options }),
    recordImpressions: (body, options) => send(OPERATIONS.recordImpressions, { body, options }),
    recordOutcomes: (body, options) => send(OPERATIONS.recordOutcomes, { body, options }),
    collectInteractions: (body, options) => send(OPERATIONS.collectInteractions, { body, options }),
    segmentTrack: (body, options) => send(OPERATIONS.segmentTrack, { body, options }),
    segmentPage: (body, options) => send(OPERATIONS.segmentPage, { body, options }),
    segmentScreen: (body, options) => send(OPERATIONS.segmentScreen, { body, options }),
    segmentIdentify: (body, options) => send(OPERATIONS.segmentIdentify, { body, options }),
    segmentAlias: (body, options) => send(OPERATIONS.segmentAlias, { body, options }),
    segmentGroup: (body, options) => send(OPERATIONS.segmentGroup, { body, options }),
    segmentBatch: (body, options) => send(OPERATIONS.segmentBatch, { body, options }),
    collectCloudEvents: (body, options) => send(OPERATIONS.collectCloudEvents, { body, options }),
    recordConsent: (body, options) => send(OPERATIONS.recordConsent, { body, options }),
    readConsent: (id, query, options) =>
      send(OPERATIONS.readConsent, { path: { id }, query, options }),
    changeConsent: (id, body, options) =>
      send(OPERATIONS.changeConsent, { path: { id }, body, options }),
    withdrawConsent: (id, body, options) =>
      send(OPERATIONS.withdrawConsent, { path: { id }, body, options }),
    readSession: (query, options) => send(OPERATIONS.readSession, { query, options }),
    readNotice: (id, query, options) =>
      send(OPERATIONS.readNotice, { path: { id }, query, options }),
    registerNotice: (id, body, options) =>
      send(OPERATIONS.registerNotice, { path: { id }, body, options }),
    listNotices: (query, options) => send(OPERATIONS.listNotices, { query, options }),
    retireNotice: (id, body, options) =>
      send(OPERATIONS.retireNotice, { path: { id }, body, options }),
    askForNonce: (id, body, options) =>
      send(OPERATIONS.askForNonce, { path: { id }, body, options }),
    askBanner: (body, options) => send(OPERATIONS.askBanner, { body, options }),
    drawBanner: (body, options) => send(OPERATIONS.drawBanner, { body, options }),
    renderBanner: (body, options) => send(OPERATIONS.renderBanner, { body, options }),
    choose: (body, options) => send(OPERATIONS.choose, { body, options }),
    decideLaw: (body, options) => send(OPERATIONS.decideLaw, { body, options }),
    listRelaxations: (options) => send(OPERATIONS.listRelaxations, { options }),
    relaxLaw: (body, options) => send(OPERATIONS.relaxLaw, { body, options }),
    restoreLaw: (purpose, options) => send(OPERATIONS.restoreLaw, { path: { purpose }, options }),
    listImpressions: (id, query, options) =>
      send(OPERATIONS.listImpressions, { path: { id }, query, options }),
    exportSubject: (id, options) => send(OPERATIONS.exportSubject, { path: { id }, options }),
    listInteractions: (id, query, options) =>
      send(OPERATIONS.listInteractions, { path: { id }, query, options }),
    readInterests: (id, options) => send(OPERATIONS.readInterests, { path: { id }, options }),
    removeInteraction: (id, body, options) =>
      send(OPERATIONS.removeInteraction, { path: { id }, body, options }),
    markWrong: (id, body, options) => send(OPERATIONS.markWrong, { path: { id }, body, options }),
    unmark: (id, body, options) => send(OPERATIONS.unmark, { path: { id }, body, options }),
    pauseSubject: (id, body, options) =>
      send(OPERATIONS.pauseSubject, { path: { id }, body, options }),
    resumeSubject: (id, options) => send(OPERATIONS.resumeSubject, { path: { id }, options }),
    eraseSubject: (id, options) => send(OPERATIONS.eraseSubject, { path: { id }, options }),
    readErasure: (id, options) => send(OPERATIONS.readErasure, { path: { id }, options }),
    listRequests: (id, options) => send(OPERATIONS.listRequests, { path: { id }, options }),
    receiveRequest: (id, body, options) =>
      send(OPERATIONS.receiveRequest, { path: { id }, body, options }),
    answerRequest: (id, body, options) =>
      send(OPERATIONS.answerRequest, { path: { id }, body, options }),
    setCeiling: (id, body, options) => send(OPERATIONS.setCeiling, { path: { id }, body, options }),
    listFollowCounts: (id, options) => send(OPERATIONS.listFollowCounts, { path: { id }, options }),
    getWishes: (id, options) => send(OPERATIONS.getWishes, { path: { id }, options }),
    changeWishes: (id, body, options) =>
      send(OPERATIONS.changeWishes, { path: { id }, body, options }),
    listReceipts: (id, query, options) =>
      send(OPERATIONS.listReceipts, { path: { id }, query, options }),
    readReceipt: (id, query, options) =>
      send(OPERATIONS.readReceipt, { path: { id }, query, options }),
    refuseWithReceipt: (body, options) => send(OPERATIONS.refuseWithReceipt, { body, options }),
    readPrivacyLabel: (options) => send(OPERATIONS.readPrivacyLabel, { options }),
    readRecord: (record, options) => send(OPERATIONS.readRecord, { path: { record }, options }),
    findSubject: (body, options) => send(OPERATIONS.findSubject, { body, options }),
    identifySubject: (body, options) => send(OPERATIONS.identifySubject, { body, options }),
    readItem: (id, options) => send(OPERATIONS.readItem, { path: { id }, options }),
    putItem: (id, body, options) => send(OPERATIONS.putItem, { path: { id }, body, options }),
    deleteItem: (id, options) => send(OPERATIONS.deleteItem, { path: { id }, options }),
    listItems: (query, options) => send(OPERATIONS.listItems, { query, options }),
    putItems: (body, options) => send(OPERATIONS.putItems, { body, options }),
    readAdvertiser: (id, options) => send(OPERATIONS.readAdvertiser, { path: { id }, options }),
    putAdvertiser: (id, body, options) =>
      send(OPERATIONS.putAdvertiser, { path: { id }, body, options }),
    deleteAdvertiser: (id, options) => send(OPERATIONS.deleteAdvertiser, { path: { id }, options }),
    listAdvertisers: (query, options) => send(OPERATIONS.listAdvertisers, { query, options }),
    readSlot: (id, options) => send(OPERATIONS.readSlot, { path: { id }, options }),
    putSlot: (id, body, options) => send(OPERATIONS.putSlot, { path: { id }, body, options }),
    deleteSlot: (id, options) => send(OPERATIONS.deleteSlot, { path: { id }, options }),
    listSlots: (query, options) => send(OPERATIONS.listSlots, { query, options }),
    readAudience: (id, options) => send(OPERATIONS.readAudience, { path: { id }, options }),
    putAudience: (id, body, options) =>
      send(OPERATIONS.putAudience, { path: { id }, body, options }),
    deleteAudience: (id, options) => send(OPERATIONS.deleteAudience, { path: { id }, options }),
    listAudiences: (query, options) => send(OPERATIONS.listAudiences, { query, options }),
    readCreative: (id, options) => send(OPERATIONS.readCreative, { path: { id }, options }),
    putCreative: (id, body, options) =>
      send(OPERATIONS.putCreative, { path: { id }, body, options }),
    deleteCreative: (id, options) => send(OPERATIONS.deleteCreative, { path: { id }, options }),
    listCreatives: (query, options) => send(OPERATIONS.listCreatives, { query, options }),
    readCampaign: (id, options) => send(OPERATIONS.readCampaign, { path: { id }, options }),
    putCampaign: (id, body, options) =>
      send(OPERATIONS.putCampaign, { path: { id }, body, options }),
    deleteCampaign: (id, options) => send(OPERATIONS.deleteCampaign, { path: { id }, options }),
    listCampaigns: (query, options) => send(OPERATIONS.listCampaigns, { query, options }),
    readExperiment: (id, options) => send(OPERATIONS.readExperiment, { path: { id }, options }),
    putExperiment: (id, body, options) =>
      send(OPERATIONS.putExperiment, { path: { id }, body, options }),
    deleteExperiment: (id, options) => send(OPERATIONS.deleteExperiment, { path: { id }, options }),
    listExperiments: (query, options) => send(OPERATIONS.listExperiments, { query, options }),
    reviewCreative: (id, body, options) =>
      send(OPERATIONS.reviewCreative, { path: { id }, body, options }),
    exportAds: (options) => send(OPERATIONS.exportAds, { options }),
    importAds: (body, options) => send(OPERATIONS.importAds, { body, options }),
    listRepository: (query, options) => send(OPERATIONS.listRepository, { query, options }),
    bid: (body, options) => send(OPERATIONS.bid, { body, options }),
    billShowing: (token, options) => send(OPERATIONS.billShowing, { path: { token }, options }),
    listReports: (query, options) => send(OPERATIONS.listReports, { query, options }),
    makeReport: (body, options) => send(OPERATIONS.makeReport, { body, options }),
    readReport: (id, options) => send(OPERATIONS.readReport, { path: { id }, options }),
    readReportEpsilon: (options) => send(OPERATIONS.readReportEpsilon, { options }),
    listEmailLists: (options) => send(OPERATIONS.listEmailLists, { options }),
    readEmailList: (id, options) => send(OPERATIONS.readEmailList, { path: { id }, options }),
    putEmailList: (id, body, options) =>
      send(OPERATIONS.putEmailList, { path: { id }, body, options }),
    deleteEmailList: (id, options) => send(OPERATIONS.deleteEmailList, { path: { id }, options }),
    listEmailTemplates: (options) => send(OPERATIONS.listEmailTemplates, { options }),
    readEmailTemplate: (id, options) =>
      send(OPERATIONS.readEmailTemplate, { path: { id }, options }),
    putEmailTemplate: (id, body, options) =>
      send(OPERATIONS.putEmailTemplate, { path: { id }, body, options }),
    deleteEmailTemplate: (id, options) =>
      send(OPERATIONS.deleteEmailTemplate, { path: { id }, options }),
    listEmailCampaigns: (options) => send(OPERATIONS.listEmailCampaigns, { options }),
    readEmailCampaign: (id, options) =>
      send(OPERATIONS.readEmailCampaign, { path: { id }, options }),
    putEmailCampaign: (id, body, options) =>
      send(OPERATIONS.putEmailCampaign, { path: { id }, body, options }),
    deleteEmailCampaign: (id, options) =>
      send(OPERATIONS.deleteEmailCampaign, { path: { id }, options }),
    listEmailAutomations: (options) => send(OPERATIONS.listEmailAutomations, { options }),
    readEmailAutomation: (id, options) =>
      send(OPERATIONS.readEmailAutomation, { path: { id }, options }),
    putEmailAutomation: (id, body, options) =>
      send(OPERATIONS.putEmailAutomation, { path: { id }, body, options }),
    deleteEmailAutomation: (id, options) =>
      send(OPERATIONS.deleteEmailAutomation, { path: { id }, options }),
    startEmailSend: (id, options) => send(OPERATIONS.startEmailSend, { path: { id }, options }),
    stopEmailSend: (id, options) => send(OPERATIONS.stopEmailSend, { path: { id }, options }),
    readEmailSend: (id, options) => send(OPERATIONS.readEmailSend, { path: { id }, options }),
    previewEmail: (id, body, options) =>
      send(OPERATIONS.previewEmail, { path: { id }, body, options }),
    subscribe: (body, options) => send(OPERATIONS.subscribe, { body, options }),
    watchItem: (body, options) => send(OPERATIONS.watchItem, { body, options }),
    exportEmail: (options) => send(OPERATIONS.exportEmail, { options }),
    importEmail: (body, options) => send(OPERATIONS.importEmail, { body, options }),
    readEmailStatus: (options) => send(OPERATIONS.readEmailStatus, { options }),
    takeEmailReport: (body, options) => send(OPERATIONS.takeEmailReport, { body, options }),
    readStatus: (options) => send(OPERATIONS.readStatus, { options }),
    readTraining: (options) => send(OPERATIONS.readTraining, { options }),
    train: (options) => send(OPERATIONS.train, { options }),
    cancelTraining: (options) => send(OPERATIONS.cancelTraining, { options }),
    listPersonas: (options) => send(OPERATIONS.listPersonas, { options }),
    listKeys: (query, options) => send(OPERATIONS.listKeys, { query, options }),
    createKey: (body, options) => send(OPERATIONS.createKey, { body, options }),
    rotateKey: (id, body, options) => send(OPERATIONS.rotateKey, { path: { id }, body, options }),
    revokeKey: (id, options) => send(OPERATIONS.revokeKey, { path: { id }, options }),
    listOperatorActs: (query, options) => send(OPERATIONS.listOperatorActs, { query, options }),
  }
}
