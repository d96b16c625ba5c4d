-- What of the journal fold.sql needs, where item balances are made of the events and nothing else is: narrow rows, thrown
-- away afterwards, and under the journal's names views of them. Of the legs of postings only those that are receivable.
-- Nobody asks a rebuild for a day or an account: the columns that answer that are there, and empty. Rows that are told and
-- legs, which are many, are seen by halves of the documents where the session asks for one, so that two sessions fold them.
CREATE UNLOGGED TABLE leg (
    ledger_id     text   NOT NULL,
    position      bigint NOT NULL,
    document_kind text   NOT NULL,
    currency      text   NOT NULL,
    other_book    text   NOT NULL,
    document_id   uuid   NOT NULL,
    item_id       uuid   NOT NULL,
    signed_minor  bigint NOT NULL
);
CREATE INDEX leg_by_position ON leg USING brin (ledger_id, position); -- serves the range of a fold, and costs less than a tree

CREATE VIEW posting_leg AS
SELECT ledger_id, position, NULL::date AS effective_on, NULL::uuid AS account_id, document_id, document_kind, item_id,
       currency, 'receivable' AS book, other_book, signed_minor
  FROM leg
 WHERE coalesce(uuid_hash(document_id) & 1 = (SELECT nullif(current_setting('settlebook.half', true), '')::integer), true);

CREATE UNLOGGED TABLE row_told (
    ledger_id     text   NOT NULL,
    position      bigint NOT NULL,
    document_kind text   NOT NULL,
    currency      text   NOT NULL,
    document_id   uuid   NOT NULL,
    fact          text   NOT NULL,
    item_id       uuid   NOT NULL,
    parent_id     uuid,
    tax_line      integer,
    amount_minor  bigint
);
CREATE INDEX row_told_by_position ON row_told (ledger_id, position); -- serves the range of a fold

CREATE VIEW journal_item AS
SELECT ledger_id, position, NULL::date AS effective_on, NULL::uuid AS account_id, document_id, document_kind, item_id,
       currency, fact, parent_id, tax_line, amount_minor
  FROM row_told
 WHERE coalesce(uuid_hash(document_id) & 1 = (SELECT nullif(current_setting('settlebook.half', true), '')::integer), true);

CREATE UNLOGGED TABLE header (
    ledger_id    text    NOT NULL,
    position     bigint  NOT NULL,
    document_id  uuid    NOT NULL,
    fact         text    NOT NULL,
    changes_rows boolean NOT NULL
);
CREATE INDEX header_by_position ON header (ledger_id, position); -- serves the range of a fold

CREATE VIEW journal_document AS
SELECT ledger_id, position, NULL::date AS effective_on, NULL::uuid AS account_id, document_id, fact, changes_rows
  FROM header;

CREATE UNLOGGED TABLE credited (
    ledger_id    text   NOT NULL,
    position     bigint NOT NULL,
    fact         text   NOT NULL,
    item_id      uuid   NOT NULL,
    amount_minor bigint NOT NULL
);
CREATE INDEX credited_by_position ON credited (ledger_id, position); -- serves the range of a fold

CREATE VIEW journal_credited AS
SELECT ledger_id, position, NULL::date AS effective_on, fact, item_id, amount_minor FROM credited;
