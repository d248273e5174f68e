-- Which number a centre telephones for a position, agreed upon with each control room and tested by the centre
-- itself: without any, every handover is told to telephone 112.
ALTER TABLE "centres" ADD COLUMN "control_room_lines" jsonb DEFAULT '[]'::jsonb NOT NULL;