-- The accounting periods, and how far they are closed. A deleted one is gone.
CREATE TABLE IF NOT EXISTS accounting_period (
    ledger_id        text   NOT NULL,
    period_id        uuid   NOT NULL,
    calendar_id      uuid   NOT NULL,
    name             text   NOT NULL,
    starts_on        date   NOT NULL,
    ends_on          date   NOT NULL,
    status           text   NOT NULL,           -- Open, PendingClose or Closed
    details          jsonb  NOT NULL,
    created_position bigint NOT NULL,
    updated_position bigint NOT NULL,
    PRIMARY KEY (ledger_id, period_id)          -- prevents a second row of a period
);
CREATE INDEX IF NOT EXISTS accounting_period_by_day -- serves lists in order, and the period of a day
    ON accounting_period (ledger_id, starts_on);
