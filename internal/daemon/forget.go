package daemon

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"quizbot/internal/app"
	"quizbot/quiz"
	"quizbot/quiz/clockguard"
	"quizbot/quiz/jobs"
	"quizbot/quiz/leaving"
	"quizbot/store/bolt"
)

// ForgetFile deletes a workspace's data from a database that no service has open, and writes what was
// deleted. Without apply it only writes what would be. A file of an earlier release is refused then, as
// opening it upgrades it. The retention is that of the configuration, negative if it is unknown.
func ForgetFile(ctx context.Context, data, workspace string, retention time.Duration, apply bool, w io.Writer) (err error) {
	if !apply {
		if err := checkUpgraded(data); err != nil {
			return err
		}
	}
	db, err := bolt.OpenExisting(data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	engine := jobs.New(db, nil, nil, nil)
	newest, err := engine.NewestMoment(ctx)
	if err != nil {
		return err
	}
	guard := clockguard.New(clockguard.Options{Now: time.Now, Floor: clockguard.BuildTime()})
	guard.Check(newest)
	return forget(ctx, leaving.New(db, engine, nil, max(retention, 0)), guard.Time, workspace, retention, apply, w)
}

// forgetRunning is [ForgetFile] for a running service.
func forgetRunning(a *app.App, retention time.Duration) func(ctx context.Context, workspace string, apply bool, w io.Writer) error {
	return func(ctx context.Context, workspace string, apply bool, w io.Writer) error {
		return forget(ctx, a.Service.Workspaces, a.Now, workspace, retention, apply, w)
	}
}

// forget deletes a workspace's data, or writes what would be deleted.
func forget(ctx context.Context, workspaces *leaving.Workspaces, now func() time.Time, workspace string, retention time.Duration, apply bool, w io.Writer) error {
	list, err := workspaces.KnownWorkspaces(ctx)
	if err != nil {
		return err
	}
	known, found := findWorkspace(list, workspace)
	if !found {
		return unknownWorkspaceError(list, workspace, retention)
	}
	if apply {
		if err := workspaces.ForgetWorkspace(ctx, now(), known.Workspace); err != nil {
			return err
		}
		_, err = fmt.Fprintf(w, "Deleted: %s.\n", describeCounts(&known))
		return err
	}
	var text strings.Builder
	fmt.Fprintf(&text, "%s: %s.\n", describeWorkspace(&known, retention), describeCounts(&known))
	for _, room := range known.Rooms {
		fmt.Fprintf(&text, "  %s\n", room)
	}
	text.WriteString("All of it is deleted, with points, plans, confirmed key points and the audit log. Backups keep it until they are deleted.\n")
	_, err = io.WriteString(w, text.String())
	return err
}

func findWorkspace(list []leaving.Known, workspace string) (leaving.Known, bool) {
	for _, known := range list {
		if known.Workspace == quiz.WorkspaceID(workspace) {
			return known, true
		}
	}
	return leaving.Known{}, false
}

// unknownWorkspaceError names the workspaces that are known.
func unknownWorkspaceError(list []leaving.Known, workspace string, retention time.Duration) error {
	var known []string
	for i := range list {
		known = append(known, describeWorkspace(&list[i], retention)+", "+describeCounts(&list[i]))
	}
	if len(known) == 0 {
		return fmt.Errorf("nothing is stored of %s, nor of any other workspace or server", workspace)
	}
	return fmt.Errorf("nothing is stored of %s. Known are: %s", workspace, strings.Join(known, "; "))
}

// describeWorkspace names a workspace, and says whether it removed the bot.
func describeWorkspace(known *leaving.Known, retention time.Duration) string {
	text := string(known.Workspace)
	if known.Departed != nil {
		text += " (" + app.DescribeDeparture(&known.Departed.Record, retention) + ")"
	}
	return text
}

func describeCounts(known *leaving.Known) string {
	n := known.Counts
	return fmt.Sprintf("%s, %s, %s, %s", counted(n.Rooms, "room"), counted(n.Rounds, "round"), counted(n.Answers, "answer"), counted(n.Members, "member"))
}
