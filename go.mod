module quizbot

go 1.26
