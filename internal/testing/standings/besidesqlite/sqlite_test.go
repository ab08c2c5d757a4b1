package besidesqlite_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"quizbot/internal/testing/standings"
	"quizbot/quiz/ledger"
	"quizbot/quiz/scoring"

	_ "modernc.org/sqlite" // the driver
)

// schema has the tables of what a store keeps about points, with the indexes that the queries want.
const schema = `
CREATE TABLE members (no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL);
CREATE TABLE streaks (room INTEGER, member INTEGER, last INTEGER, length INTEGER, best INTEGER, PRIMARY KEY (room, member)) WITHOUT ROWID;
CREATE TABLE entries (seq INTEGER PRIMARY KEY, room INTEGER, member INTEGER, round INTEGER, date TEXT, points INTEGER, reason TEXT, band TEXT, at TEXT);
CREATE TABLE tallies (room INTEGER, season TEXT, member INTEGER, points INTEGER, answered INTEGER, self_graded INTEGER, PRIMARY KEY (room, season, member)) WITHOUT ROWID;
`

// indexes are made when the tables are filled.
const indexes = `
CREATE INDEX entries_of_member ON entries (room, member, seq);
CREATE INDEX ranking ON tallies (room, season, points DESC, member);
ANALYZE;
`

// openSQLite opens the database in a folder that has a number of members, and makes it if it isn't
// there. What a transaction wrote is on the disk when it returns.
func openSQLite(b *testing.B, dir string, members int) *sql.DB {
	b.Helper()
	path := filepath.Join(dir, fmt.Sprintf("standings-%d.sqlite", members))
	if _, err := os.Stat(path); err != nil {
		began := time.Now()
		if err := errors.Join(buildSQLite(b.Context(), path+".building", members), os.Rename(path+".building", path)); err != nil {
			b.Fatal(err)
		}
		b.Logf("SQLite: %d entries written in %.0f s", members*standings.Rounds, time.Since(began).Seconds())
	}
	db, err := sql.Open("sqlite", path+"?_pragma=journal_mode(wal)&_pragma=synchronous(full)&_pragma=cache_size(-200000)&_pragma=mmap_size(8000000000)")
	if err != nil {
		b.Fatal(err)
	}
	db.SetMaxOpenConns(1) // statements are prepared once
	b.Cleanup(func() { _ = db.Close() })
	return db
}

// buildSQLite makes a database with the same members and entries as [standings.Open].
func buildSQLite(ctx context.Context, path string, members int) (err error) {
	_ = os.Remove(path)
	db, err := sql.Open("sqlite", path+"?_pragma=journal_mode(off)&_pragma=synchronous(off)&_pragma=cache_size(-500000)")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	db.SetMaxOpenConns(1)
	if _, err := db.ExecContext(ctx, schema); err != nil {
		return err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := fillTables(ctx, tx, members); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, indexes)
	return err
}

// inserter inserts rows into a table, many with a statement.
type inserter struct {
	ctx     context.Context
	tx      *sql.Tx
	table   string
	columns int
	values  []any
	stmt    *sql.Stmt
}

// rowsAtOnce is how many rows a statement inserts.
const rowsAtOnce = 100

func (i *inserter) add(values ...any) (err error) {
	i.columns = len(values)
	i.values = append(i.values, values...)
	if len(i.values) < rowsAtOnce*i.columns {
		return nil
	}
	if i.stmt == nil {
		if i.stmt, err = i.tx.PrepareContext(i.ctx, i.statement(rowsAtOnce)); err != nil {
			return err
		}
	}
	_, err = i.stmt.ExecContext(i.ctx, i.values...)
	i.values = i.values[:0]
	return err
}

// statement inserts a number of rows.
func (i *inserter) statement(rows int) string {
	row := "(?" + strings.Repeat(",?", i.columns-1) + ")"
	return "INSERT INTO " + i.table + " VALUES " + row + strings.Repeat(","+row, rows-1)
}

// finish inserts the last rows.
func (i *inserter) finish() error {
	if len(i.values) == 0 {
		return nil
	}
	_, err := i.tx.ExecContext(i.ctx, i.statement(len(i.values)/i.columns), i.values...)
	return err
}

func fillTables(ctx context.Context, tx *sql.Tx, members int) error {
	people, streaks := inserter{ctx: ctx, tx: tx, table: "members"}, inserter{ctx: ctx, tx: tx, table: "streaks"}
	entries, tallies := inserter{ctx: ctx, tx: tx, table: "entries"}, inserter{ctx: ctx, tx: tx, table: "tallies"}
	var errs []error
	for no := 1; no <= members; no++ {
		errs = append(errs[:0], people.add(no, string(standings.MemberID(no)), standings.Name(no)), streaks.add(1, no, standings.Rounds, standings.Rounds, standings.Rounds))
		if err := errors.Join(errs...); err != nil {
			return err
		}
	}
	for seq := range members * standings.Rounds {
		e := standings.EntryOf(seq%members+1, seq/members+1)
		if err := entries.add(seq+1, 1, e.Member, e.Round, e.Date.String(), e.Points, string(e.Reason), string(e.Band), e.At.Format(time.RFC3339)); err != nil {
			return err
		}
	}
	for _, season := range seasons() {
		for no := 1; no <= members; no++ {
			t := standings.TallyOf(no, season)
			if err := tallies.add(1, string(season), no, t.Points, t.Answered, t.SelfGraded); err != nil {
				return err
			}
		}
	}
	return errors.Join(people.finish(), streaks.finish(), entries.finish(), tallies.finish())
}

// seasons are those of all rounds.
func seasons() []scoring.Season { return []scoring.Season{"2026-11", "2026-W47", "2026-W48", "all"} }

// board is what [standings.Boards.Read] returns.
type board struct {
	rows, near       []row
	members, sharing int
	own              row
	ownRank          int
}

type row struct {
	member, points, answered, selfGraded, last, length, best int
	name                                                     string
}

// The queries for a board.
const (
	columns = "SELECT t.member, t.points, t.answered, t.self_graded, m.name, s.last, s.length, s.best FROM tallies t JOIN members m ON m.no = t.member LEFT JOIN streaks s ON s.room = t.room AND s.member = t.member WHERE t.room = 1 AND t.season = ? "

	topTen    = columns + "ORDER BY t.points DESC, t.member LIMIT 10"
	ownRow    = columns + "AND t.member = (SELECT no FROM members WHERE id = ?)"
	rowAbove  = columns + "AND t.points >= ? AND (t.points > ? OR t.member < ?) ORDER BY t.points, t.member DESC LIMIT 1"
	rowBelow  = columns + "AND t.points <= ? AND (t.points < ? OR t.member > ?) ORDER BY t.points DESC, t.member LIMIT 1"
	countAll  = "SELECT count(*) FROM tallies WHERE room = 1 AND season = ?"
	countMore = countAll + " AND points > ?"
	countSame = countAll + " AND points = ?"
)

// reader has the prepared queries.
type reader struct{ top, own, above, below, all, more, same *sql.Stmt }

func newReader(b *testing.B, db *sql.DB) (r reader) {
	b.Helper()
	for query, stmt := range map[string]**sql.Stmt{
		topTen: &r.top, ownRow: &r.own, rowAbove: &r.above, rowBelow: &r.below, countAll: &r.all, countMore: &r.more, countSame: &r.same,
	} {
		var err error
		if *stmt, err = db.PrepareContext(b.Context(), query); err != nil {
			b.Fatal(err)
		}
	}
	return r
}

// read returns the first ten rows of a season, and a member's own row with those above and below.
func (r reader) read(season scoring.Season, no int) (found board, err error) {
	var errs []error
	rows := func(stmt *sql.Stmt, args ...any) (list []row) {
		result, err := stmt.Query(args...)
		if err != nil {
			errs = append(errs, err)
			return nil
		}
		for result.Next() {
			var t row
			errs = append(errs, result.Scan(&t.member, &t.points, &t.answered, &t.selfGraded, &t.name, &t.last, &t.length, &t.best))
			list = append(list, t)
		}
		errs = append(errs, result.Err(), result.Close())
		return list
	}
	count := func(stmt *sql.Stmt, args ...any) (n int) {
		errs = append(errs, stmt.QueryRow(args...).Scan(&n))
		return n
	}
	found.rows = rows(r.top, season)
	found.members = count(r.all, season)
	last := found.rows[len(found.rows)-1].points
	found.sharing = count(r.same, season, last)
	for _, t := range found.rows {
		if t.points == last {
			found.sharing--
		}
	}
	own := rows(r.own, season, string(standings.MemberID(no)))[0]
	found.own, found.ownRank = own, 1+count(r.more, season, own.points)
	found.near = append(rows(r.above, season, own.points, own.points, own.member), own)
	found.near = append(found.near, rows(r.below, season, own.points, own.points, own.member)...)
	return found, errors.Join(errs...)
}

// writer has the prepared statements for an entry.
type writer struct {
	db             *sql.DB
	seq            int
	entry, tallied *sql.Stmt
}

func newWriter(b *testing.B, db *sql.DB) *writer {
	b.Helper()
	w := &writer{db: db}
	var err, err2 error
	w.entry, err = db.PrepareContext(b.Context(), "INSERT INTO entries VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?)")
	w.tallied, err2 = db.PrepareContext(b.Context(), "INSERT INTO tallies VALUES (1, ?, ?, ?, ?, 0) ON CONFLICT DO UPDATE SET points = points + excluded.points, answered = answered + excluded.answered")
	if err := errors.Join(err, err2, db.QueryRowContext(b.Context(), "SELECT max(seq) FROM entries").Scan(&w.seq)); err != nil {
		b.Fatal(err)
	}
	return w
}

// write saves an entry with its tallies.
func (w *writer) write(ctx context.Context, e ledger.Entry) error {
	tx, err := w.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	w.seq++
	_, err = tx.StmtContext(ctx, w.entry).ExecContext(ctx, w.seq, e.Member, e.Round, e.Date.String(), e.Points, string(e.Reason), string(e.Band), e.At.Format(time.RFC3339))
	errs := []error{err}
	for _, season := range scoring.Seasons(e.Date) {
		_, err := tx.StmtContext(ctx, w.tallied).ExecContext(ctx, string(season), e.Member, e.Points, e.Answers())
		errs = append(errs, err)
	}
	if err := errors.Join(errs...); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}
