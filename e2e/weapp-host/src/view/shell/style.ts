/** The phone around the pages. */
export const shellStyle = `
* { box-sizing: border-box; }
html, body { margin: 0; height: 100%; overflow: hidden; background: #fff;
  font-family: -apple-system, "Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", sans-serif; }
#phone { position: relative; width: 100%; height: 100%; display: flex; flex-direction: column; }
#top { flex: none; background: #fff; color: #000; z-index: 2; }
#top.custom { position: absolute; left: 0; right: 0; top: 0; background: transparent !important; }
#status { display: flex; justify-content: space-between; padding: 0 12px; font-size: 12px; align-items: center; }
#navigation { position: relative; display: flex; align-items: center; justify-content: center; font-size: 17px; font-weight: 600; }
#top.custom #title { visibility: hidden; }
#back { position: absolute; left: 0; width: 44px; height: 100%; border: 0; background: none; color: inherit; font-size: 26px; padding: 0; }
#title { max-width: 50%; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
#capsule { position: absolute; right: 7px; width: 87px; height: 32px; border: 1px solid rgba(0,0,0,.12); border-radius: 16px;
  background: rgba(255,255,255,.6); display: flex; align-items: center; justify-content: space-around; font-size: 15px; color: #000; }
#capsule i { width: 1px; height: 18px; background: rgba(0,0,0,.15); }
#pages { position: relative; flex: 1; min-height: 0; overflow: hidden; }
.page-frame { position: absolute; inset: 0; width: 100%; height: 100%; border: 0; background: #fff; visibility: hidden; }
.page-frame.shown { visibility: visible; }
#refresh { position: absolute; top: 0; left: 0; right: 0; height: 0; overflow: hidden; text-align: center; line-height: 50px; color: #888;
  transition: height .1s; z-index: 1; pointer-events: none; }
#refresh.on { height: 50px; }
#tabs { flex: none; display: none; border-top: 1px solid rgba(0,0,0,.1); }
#tabs.shown { display: flex; }
#tabs button { flex: 1; position: relative; border: 0; background: none; padding: 3px 0 0; font-size: 10px; line-height: 1.6;
  display: flex; flex-direction: column; align-items: center; color: inherit; font-family: inherit; }
#tabs img { width: 27px; height: 27px; }
#tabs .badge { position: absolute; top: 2px; left: calc(50% + 8px); min-width: 16px; padding: 0 4px; border-radius: 8px; background: #f43530;
  color: #fff; font-size: 10px; line-height: 16px; }
#tabs .badge:empty { min-width: 8px; height: 8px; padding: 0; }
.layer { position: absolute; inset: 0; z-index: 10; display: flex; align-items: center; justify-content: center; }
.layer.dim { background: rgba(0,0,0,.5); } .layer.bottom { align-items: flex-end; } .layer.through { pointer-events: none; }
.toast { min-width: 120px; max-width: 70%; padding: 14px 18px; border-radius: 8px; background: rgba(17,17,17,.75); color: #fff; text-align: center;
  font-size: 14px; } .toast b { display: block; font-size: 32px; font-weight: 400; }
.modal { width: 300px; background: #fff; border-radius: 10px; text-align: center; overflow: hidden; }
.modal h3 { margin: 24px 20px 0; font-size: 17px; } .modal p { margin: 12px 20px 24px; color: #666; font-size: 15px; white-space: pre-wrap; }
.modal input { width: 260px; margin-bottom: 20px; padding: 8px; } .modal footer { display: flex; border-top: 1px solid #e5e5e5; }
.modal button { flex: 1; height: 50px; border: 0; background: none; font-size: 17px; font-family: inherit; }
.layer.pictures { background: #000; } .preview { width: 100%; color: #fff; text-align: center; }
.preview img { display: block; width: 100%; max-height: 80vh; object-fit: contain; } .preview button { width: 44px; height: 44px; }
.sheet { width: 100%; background: #f2f2f2; border-radius: 10px 10px 0 0; overflow: hidden; }
.sheet button { display: block; width: 100%; height: 54px; border: 0; border-bottom: 1px solid #eee; background: #fff; font-size: 17px; }
.sheet .cancel { margin-top: 8px; }
.sheet .columns { display: flex; background: #fff; } .sheet select { flex: 1; height: 200px; border: 0; font-size: 16px; text-align: center; }
`;
