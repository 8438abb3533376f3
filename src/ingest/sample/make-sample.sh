#!/bin/sh
# Makes the sample beside this script again. Needs ffmpeg with libx264; nothing else of the project needs it.
set -eu
cd "$(dirname "$0")"
rm -rf 360p 180p audio master.m3u8

# Ten closed groups of 50 pictures: each 2 s segment starts with a key frame. The tone ends a little before the
# picture, so that the AAC encoder's delay does not make an eleventh segment of one frame.
ffmpeg -hide_banner -loglevel error \
  -f lavfi -i "testsrc2=size=640x360:rate=25:duration=20" \
  -f lavfi -i "sine=frequency=440:beep_factor=4:sample_rate=48000:duration=19.96" \
  -filter_complex "[0:v]split[large][s];[s]scale=320:180[small]" \
  -map "[large]" -map "[small]" -map 1:a \
  -c:v libx264 -preset veryslow -profile:v main -pix_fmt yuv420p \
  -g 50 -keyint_min 50 -sc_threshold 0 -flags +cgop -bf 2 -refs 4 \
  -b:v:0 250k -maxrate:v:0 300k -bufsize:v:0 600k \
  -b:v:1 80k -maxrate:v:1 100k -bufsize:v:1 200k \
  -c:a aac -b:a 48k -ac 2 -ar 48000 \
  -f hls -hls_time 2 -hls_playlist_type vod -hls_segment_type mpegts -hls_flags independent_segments \
  -hls_segment_filename "%v/%d.m2t" \
  -var_stream_map "v:0,name:360p v:1,name:180p a:0,name:audio" "%v/playlist.m3u8"

# By hand, because this ffmpeg writes neither FRAME-RATE nor AVERAGE-BANDWIDTH. BANDWIDTH counts the audio in.
cat > master.m3u8 <<'PLAYLIST'
#EXTM3U
#EXT-X-VERSION:6
#EXT-X-INDEPENDENT-SEGMENTS
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="tone",NAME="Tone",LANGUAGE="en",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",URI="audio/playlist.m3u8"
#EXT-X-STREAM-INF:AVERAGE-BANDWIDTH=341183,BANDWIDTH=363216,RESOLUTION=640x360,FRAME-RATE=25.000,CODECS="avc1.4d401e,mp4a.40.2",AUDIO="tone"
360p/playlist.m3u8
#EXT-X-STREAM-INF:AVERAGE-BANDWIDTH=168223,BANDWIDTH=177472,RESOLUTION=320x180,FRAME-RATE=25.000,CODECS="avc1.4d400c,mp4a.40.2",AUDIO="tone"
180p/playlist.m3u8
PLAYLIST
