-- How many alarms were raised in the last minute is asked with every refused call for help.
CREATE INDEX "events_raised" ON "events" USING btree ("at") WHERE type = 'AlarmRaised';