#!/bin/sh
# Makes the sound that simulated buttons send. Debian packages: espeak-ng, sox, opus-tools.
# The same versions give the same files; nothing here records a person.
set -eu
cd "$(dirname "$0")"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# One voice and two temperaments: the one who wears the button, and the one who came to the counter.
speak() { # file, words a minute, pitch, text
  espeak-ng -v nl -s "$2" -p "$3" -w "$folder/$1.raw.wav" "$4"
  sox -R -D "$folder/$1.raw.wav" -r 48000 -b 16 "$folder/$1.wav" gain -n -3 pad 0.3 0.3
}
speak request 150 60 'Meneer, ik wil dat u nu weggaat.'
speak refusal 165 30 'Nee. Ik ga nergens heen.'
speak knife 165 60 'Leg dat mes neer. Doe dat mes weg, alstublieft.'
speak place 150 60 'Ik ben op de eerste verdieping, in de spreekkamer. Kom snel.'

# A room is never digitally silent: four seconds of it between the words and what follows.
sox -R -D -n -r 48000 -c 1 -b 16 "$folder/quiet.wav" synth 4 pinknoise gain -52
cd "$folder"
sox -R -D request.wav refusal.wav knife.wav quiet.wav place.wav speech.wav
sox -R -D -n -r 48000 -c 1 -b 16 room.wav synth 20 pinknoise gain -58
sox -R -D -m -v 1 speech.wav -v 1 room.wav -b 16 all.wav trim 0 20
cd - >/dev/null

# As a telephone encodes: mono, 20 ms, in-band FEC on (ctl 4012), DTX off (ctl 4016). A fixed serial
# number, so that making it again changes nothing.
encode() { # from, to, kbit/s
  opusenc --quiet --speech --bitrate "$3" --framesize 20 --expect-loss 5 --serial 112 \
    --set-ctl-int 4012=1 --set-ctl-int 4016=0 --padding 0 --discard-comments "$1" "$2"
}
encode "$folder/all.wav" speech.opus 18
# Loud from the first sample to the last, for those who wait for the first sample.
sox -R -D -n -r 48000 -c 1 -b 16 "$folder/tone.wav" synth 4 sine 440 gain -6
encode "$folder/tone.wav" tone.opus 16

# G.711 for devices without Opus: the words with the knife, at a quarter of the size of 16 bits.
sox -R -D "$folder/knife.wav" -r 8000 -e mu-law -b 8 speech-g711.wav
