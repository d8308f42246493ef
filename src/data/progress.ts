/** How much of the data has arrived. Training can begin when `ready`. */
export interface DataProgress {
  /** Compressed bytes of what the run needs: labels and shards. */
  bytesLoaded: number;
  bytesTotal: number;
  /** Images of the shards that the run needs, both splits; an image is ready once its shard has been checked. */
  imagesReady: number;
  imagesTotal: number;
  /** Both label files and the first shard of the training split are here. */
  ready: boolean;
  /** What is wrong at the moment ("train shard 3 of 15 was altered …; trying again in 3 s"), or null. */
  problem: string | null;
}
