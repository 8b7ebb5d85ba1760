BEGIN TRANSACTION;
CREATE TABLE replylint_promises (
    conversation TEXT COLLATE "C" NOT NULL,
    turn INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    strength TEXT NOT NULL,
    due_text TEXT,
    earliest TEXT,
    latest TEXT,
    due_us BIGINT,
    assumed JSON NOT NULL,
    status TEXT NOT NULL,
    evidence JSON NOT NULL,
    made TEXT,
    made_by TEXT,
    recorded_at TEXT NOT NULL,
    recorded_us BIGINT NOT NULL,
    PRIMARY KEY (conversation, turn, start, "end")
);
INSERT INTO replylint_promises VALUES('T-4471',3,17,170000,'“I''ll” 🙂
call;--''"\','named','call','expectation','by Friday','1880-01-01T12:00:00+00:19:32','2026-11-20T17:00:00.123456+05:45',1795173300123456,'["a", "b"]','due-soon','[{"turn": 4, "start": 0, "end": 3}, {"turn": 5, "start": 1, "end": 2}]','2026-11-18T10:30:00-05:00','Åsa','2026-11-18T10:30:00-05:00',1795015800000000);
INSERT INTO replylint_promises VALUES('T-4471',0,60,69,'I''ll call you','i','call','promise','then','2026-11-19T10:30:00-05:00','2026-11-19T10:30:00-05:00',1795102200000000,'[]','kept','[]','2026-11-18T10:30:00-05:00','Tim','2026-11-18T10:30:00-05:00',1795015800000000);
INSERT INTO replylint_promises VALUES('T-4472',0,5,9,'soon','we','write','offer','soon',NULL,NULL,NULL,'[]','broken','[]',NULL,NULL,'2026-11-19T10:30:00-05:00',1795102200000000);
INSERT INTO replylint_promises VALUES('T-4472',0,0,4,'','nobody','','courtesy',NULL,NULL,NULL,NULL,'[]','unknown','[]',NULL,NULL,'2026-11-19T10:30:00-05:00',1795102200000000);
CREATE TABLE replylint_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT replylint_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO replylint_version VALUES('0001');
COMMIT;
