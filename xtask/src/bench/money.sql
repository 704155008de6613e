-- The rules that a transfer of the measurement is judged by, as triggers.
CREATE TABLE account (
    id TEXT PRIMARY KEY, ledger TEXT NOT NULL, kind TEXT NOT NULL, limited INTEGER NOT NULL,
    opened TEXT NOT NULL, closed TEXT, debits INTEGER NOT NULL DEFAULT 0, credits INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE TABLE decision (id TEXT PRIMARY KEY, decided_on TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE mandate (id TEXT PRIMARY KEY, first TEXT NOT NULL, last TEXT) WITHOUT ROWID;
CREATE TABLE line (id TEXT PRIMARY KEY, body TEXT NOT NULL, year TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE transfer (
    id TEXT PRIMARY KEY, debit TEXT NOT NULL, credit TEXT NOT NULL, amount INTEGER NOT NULL CHECK (amount > 0),
    code TEXT NOT NULL, valid_on TEXT NOT NULL, decision TEXT, mandate TEXT, line TEXT
) WITHOUT ROWID;
CREATE TRIGGER judged BEFORE INSERT ON transfer BEGIN
    SELECT RAISE(ABORT, 'account') WHERE (SELECT count(*) FROM account WHERE id IN (NEW.debit, NEW.credit)) <> 2;
    SELECT RAISE(ABORT, 'ledger') WHERE (SELECT ledger FROM account WHERE id = NEW.debit)
        <> (SELECT ledger FROM account WHERE id = NEW.credit);
    SELECT RAISE(ABORT, 'closed') FROM account WHERE id IN (NEW.debit, NEW.credit)
        AND (NEW.valid_on < opened OR NEW.valid_on > closed);
    SELECT RAISE(ABORT, 'decision') WHERE NOT EXISTS
        (SELECT 1 FROM decision WHERE id = NEW.decision AND decided_on <= NEW.valid_on);
    SELECT RAISE(ABORT, 'mandate') WHERE NEW.code = 'SPEND' AND NOT EXISTS
        (SELECT 1 FROM mandate WHERE id = NEW.mandate AND first <= NEW.valid_on AND (last IS NULL OR NEW.valid_on <= last));
    SELECT RAISE(ABORT, 'line') WHERE NEW.code = 'SPEND' AND NOT EXISTS (SELECT 1 FROM line WHERE id = NEW.line);
    SELECT RAISE(ABORT, 'overdrawn') FROM account
        WHERE id = NEW.debit AND limited AND credits - debits < NEW.amount;
END;
CREATE TRIGGER taken AFTER INSERT ON transfer BEGIN
    UPDATE account SET debits = debits + NEW.amount WHERE id = NEW.debit;
    UPDATE account SET credits = credits + NEW.amount WHERE id = NEW.credit;
END;
