/** The tables of email: see `../email-port.ts` for what they hold. */
export const EMAIL_TABLES: string = `
  CREATE TABLE email_documents (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    body TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (kind, id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE email_sends (
    send TEXT PRIMARY KEY,
    status TEXT NOT NULL,
    body TEXT NOT NULL,
    cursor BLOB,
    started_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- pending_until: where nothing of it was confirmed, when it goes.
  CREATE TABLE email_contacts (
    subject BLOB PRIMARY KEY,
    pending_until INTEGER,
    sealed BLOB NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- occurrence: keyed hash of what the mail is about. state: its place in DELIVERY_STATES.
  -- due_at: when we may send it. sealed: what was sent; null where nothing was planned or sent.
  CREATE TABLE email_outbox (
    send TEXT NOT NULL,
    subject BLOB NOT NULL,
    occurrence BLOB NOT NULL,
    state INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    code TEXT NOT NULL,
    sealed BLOB,
    PRIMARY KEY (subject, send, occurrence)
  ) STRICT, WITHOUT ROWID;

  CREATE INDEX email_outbox_due ON email_outbox (state, due_at);
  CREATE INDEX email_outbox_sends ON email_outbox (send, state, code);

  -- mailbox: keyed hash under a key of its own. It outlives the person, and nothing leads back.
  CREATE TABLE email_suppressions (
    mailbox BLOB PRIMARY KEY,
    reason TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- domain: keyed hash under the same key.
  CREATE TABLE email_pace (
    day TEXT NOT NULL,
    domain BLOB NOT NULL,
    begun INTEGER NOT NULL,
    PRIMARY KEY (day, domain)
  ) STRICT, WITHOUT ROWID;
  `

/** Ways into the privacy center by email: see `../center-port.ts`. */
export const CENTER_TABLES: string = `
  -- mailbox: keyed hash of the address, where its person has shown that they read it.
  ALTER TABLE email_contacts ADD COLUMN mailbox BLOB;
  CREATE INDEX email_contacts_mailbox ON email_contacts (mailbox) WHERE mailbox IS NOT NULL;

  -- access: the occurrence of its mail. link, session: keyed hashes of secrets that we do not keep,
  -- the one until it is used, the other from then on. until: when it opens nothing any more.
  CREATE TABLE center_access (
    subject BLOB NOT NULL,
    access BLOB NOT NULL,
    link BLOB UNIQUE,
    session BLOB UNIQUE,
    until INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (subject, access)
  ) STRICT, WITHOUT ROWID;
  `
